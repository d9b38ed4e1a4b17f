"""Tables read in blocks: the fast way and the careful way give the same, and damage is found in either."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from ferdesk import recording_csv
from ferdesk.recording_columns import FRAME_COLUMNS
from ferdesk.recording_csv import read_csv
from ferdesk.recording_table import EMPTY, RecordingError

HEAD = "frame,seconds,time,source_frame,source_seconds,faces\n"


def _table(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "frames.csv"
    path.write_text(text)
    return path


def test_blocks_of_every_kind_make_one_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recording_csv, "_BLOCK", 2)
    rows = ["0,0.000,a,5,0.5,1", "1,0.100,a,6,0.6,0", '2,0.200,"b,c",7,0.7,2', "3,,d,,0.8,3", "4,0.4,e,9,0.9,1"]
    table = read_csv(_table(tmp_path, HEAD + "\n".join(rows) + "\n5,0.5,cut"), FRAME_COLUMNS)
    assert table["frame"].tolist() == [0, 1, 2, 3, 4]
    assert table["source_frame"].tolist() == [5, 6, 7, EMPTY, 9]
    assert table["time"].tolist() == ["a", "a", "b,c", "d", "e"]
    assert np.isnan(table["seconds"][3])
    assert table["width"].tolist() == [EMPTY] * 5, "a column that an earlier version did not write"
    assert table["frame"].dtype == np.int64 and table["seconds"].dtype == np.float64


def test_the_fast_way_gives_what_the_careful_way_gives(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = _table(tmp_path, HEAD + "".join(f"{i},{i / 7:.3f},t{i},{i},{i / 3:.3f},1\n" for i in range(50)))
    fast = read_csv(path, FRAME_COLUMNS)
    monkeypatch.setattr(recording_csv._Reader, "_plain", lambda reader, block: None)
    slow = read_csv(path, FRAME_COLUMNS)
    for column in FRAME_COLUMNS:
        assert fast[column.name].tolist() == slow[column.name].tolist()


@pytest.mark.parametrize(
    ("row", "words"),
    [("1,0.1,t,1,0.1", "line 3 has 5 cells, not 6"), ("1.5,0.1,t,1,0.1,1", "frame holds"), ("1,x,t,1,0,1", "seconds")],
)
def test_damage_is_told_with_its_place(tmp_path: Path, row: str, words: str) -> None:
    with pytest.raises(RecordingError, match=words):
        read_csv(_table(tmp_path, f"{HEAD}0,0.0,t,0,0.0,1\n{row}\n"), FRAME_COLUMNS)


def test_an_empty_file_is_an_empty_table(tmp_path: Path) -> None:
    assert len(read_csv(_table(tmp_path, ""), FRAME_COLUMNS)) == 0
