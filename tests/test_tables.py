"""The labeller's tables: the same rows from every form, and a valid file after a real kill."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from ferdesk.emotions import EMOTIONS
from ferdesk.row import COLUMNS, Row
from ferdesk.tables import CsvTable, JsonLinesTable, ParquetTable, TableError, open_table

FACE = Row(
    file='a "quoted", name\nof two lines\r.jpg',
    frame=3,
    seconds=0.12345,
    track=2,
    x=-1.26,
    y=2.0,
    width=30.0,
    height=40.0,
    detector_score=0.98765,
    emotion="happy",
    confidence=0.7,
    **dict.fromkeys(EMOTIONS, 1 / 7),
)
NO_FACE = Row(file="empty.png", frame=0, seconds=0.0, status="no_face")
BROKEN = Row(file="cut.jpg", status="unreadable", error="cut.jpg: damaged, sadly")


def test_columns_are_the_documented_ones() -> None:
    assert ",".join(COLUMNS) == (
        "file,frame,seconds,track,x,y,width,height,detector_score,emotion,confidence,"
        "angry,disgust,fear,happy,sad,surprise,neutral,status,error"
    )
    assert COLUMNS[11:18] == EMOTIONS


def test_csv(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    with open_table(path) as table:
        table.write([FACE])
        table.write([NO_FACE, BROKEN])
    data = path.read_bytes()
    assert data.startswith(b"file,frame,")
    with path.open(encoding="utf-8", newline="") as file:
        face, no_face, broken = list(csv.DictReader(file))
    assert face["file"] == FACE.file
    assert (face["frame"], face["seconds"], face["track"]) == ("3", "0.123", "2")
    assert (face["x"], face["detector_score"], face["happy"]) == ("-1.3", "0.9877", "0.1429")
    assert (no_face["status"], no_face["emotion"], no_face["track"]) == ("no_face", "", "")
    assert broken["error"] == BROKEN.error
    assert b"\r\n" not in data.replace(b"\r.jpg", b"")


def test_every_form_holds_the_same(tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    for suffix in ("csv", "jsonl", "parquet"):
        with open_table(tmp_path / f"out.{suffix}") as table:
            table.write([FACE, NO_FACE])
            table.write([BROKEN])
    lines = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [tuple(line) for line in lines] == [COLUMNS] * 3
    assert lines[0]["x"] == -1.3
    assert lines[1]["emotion"] is None
    assert parquet.read_table(tmp_path / "out.parquet").to_pylist() == lines
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        for text, line in zip(csv.DictReader(file), lines, strict=True):
            for name, value in line.items():
                assert (text[name] == "") if value is None else (type(value)(text[name]) == value)


def test_a_name_that_is_no_unicode_stays_writable(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    odd = replace(NO_FACE, file=os.fsdecode(b"odd\xff.png"))
    for suffix in ("csv", "jsonl", "parquet"):
        with open_table(tmp_path / f"out.{suffix}") as table:
            table.write([odd])
    assert "odd\\udcff.png" in (tmp_path / "out.csv").read_text(encoding="utf-8")


def test_what_is_no_number_is_an_empty_cell(tmp_path: Path) -> None:
    with open_table(tmp_path / "out.jsonl") as table:
        table.write([replace(FACE, happy=float("nan"), x=float("inf"))])
    (line,) = map(json.loads, (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines())
    assert (line["happy"], line["x"], line["y"]) == (None, None, 2.0)


def test_an_empty_table_is_readable(tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    for suffix in ("csv", "jsonl", "parquet"):
        with open_table(tmp_path / f"out.{suffix}"):
            pass
    assert (tmp_path / "out.csv").read_text().splitlines() == [",".join(COLUMNS)]
    assert parquet.read_table(tmp_path / "out.parquet").num_rows == 0


def test_what_cannot_be_written_is_said_before_the_work(tmp_path: Path) -> None:
    (tmp_path / "there.csv").write_text("mine")
    for name, words in {
        "out.xlsx": ".csv, .jsonl, .parquet",
        "out": ".csv",
        "there.csv": "--force",
        "absent/out.csv": "does not exist",
        "x" * 300 + ".csv": "too long",
    }.items():
        with pytest.raises(TableError, match=words):
            open_table(tmp_path / name)
    assert (tmp_path / "there.csv").read_text() == "mine"
    with open_table(tmp_path / "there.csv", overwrite=True) as table:
        table.write([NO_FACE])
    assert "mine" not in (tmp_path / "there.csv").read_text()


def test_forced_parquet_forgets_the_older_rows(tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    for _ in range(2):
        with open_table(tmp_path / "out.parquet", overwrite=True) as table:
            table.write([FACE])
    assert parquet.read_table(tmp_path / "out.parquet").num_rows == 1


def test_without_pyarrow_the_way_out_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(TableError, match="pip install pyarrow"):
        ParquetTable(tmp_path / "out.parquet")


def test_parquet_keeps_all_rows_over_many_replacements(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    path = tmp_path / "out.parquet"
    now = [0.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    with ParquetTable(path) as table:
        for index in range(10):
            now[0] += 0.6  # every second write is due
            table.write([replace(NO_FACE, frame=index)])
        assert parquet.read_table(path)["frame"].to_pylist() == list(range(10))
    whole = parquet.ParquetFile(path)
    assert whole.read()["frame"].to_pylist() == list(range(10))
    assert whole.num_row_groups <= 2
    assert [entry.name for entry in tmp_path.iterdir()] == ["out.parquet"]


def test_a_full_disk_leaves_whole_lines(tmp_path: Path) -> None:
    class Full:
        """A file that takes half of what it is given, once, and then no more."""

        def __init__(self, path: Path) -> None:
            self.real = path.open("r+b", buffering=0)
            self.real.seek(0, os.SEEK_END)

        def write(self, data: memoryview) -> int:
            if len(data) < 60:
                raise OSError(28, "No space left on device")
            return self.real.write(data[: len(data) // 2])

        def truncate(self, length: int) -> int:
            return self.real.truncate(length)

    path = tmp_path / "out.jsonl"
    table = JsonLinesTable(path)
    table.write([FACE])
    table._file._file = Full(path)  # type: ignore[assignment]
    with pytest.raises(TableError, match="No space left"):
        table.write([FACE])
    (line,) = path.read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["file"] == FACE.file


WRITER = """
import sys
from pathlib import Path
from ferdesk.row import Row
from ferdesk.tables import open_table
with open_table(Path(sys.argv[1])) as table:
    index = 0
    while True:
        table.write([Row("some, name", index, index / 25, status="no_face"), Row("other", index)])
        index += 1
        if index % 1000 == 0:
            print(index, flush=True)
"""


@pytest.mark.skipif(os.name == "nt", reason="kill -9 is spelled otherwise on Windows")
@pytest.mark.parametrize("suffix", ["csv", "jsonl", "parquet"])
def test_kill_9_leaves_a_valid_file(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"out.{suffix}"
    if suffix == "parquet":
        pytest.importorskip("pyarrow")
    with subprocess.Popen([sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        written = int(process.stdout.readline())
        until = time.monotonic() + 2.5  # long enough for two replacements of the Parquet file
        while time.monotonic() < until:
            written = int(process.stdout.readline())
        process.send_signal(signal.SIGKILL)
    frames = _frames(path)
    assert frames == [index for index in range(len(frames) // 2) for _ in range(2)][: len(frames)]
    assert len(frames) >= (2 * written if suffix != "parquet" else 1000)


def _frames(path: Path) -> list[int]:
    if path.suffix == ".parquet":
        import pyarrow.parquet

        return list(pyarrow.parquet.read_table(path)["frame"].to_pylist())
    text = path.read_text(encoding="utf-8")
    assert text.endswith("\n")
    if path.suffix == ".jsonl":
        return [json.loads(line)["frame"] for line in text.splitlines()]
    return [int(row["frame"]) for row in csv.DictReader(text.splitlines())]


def test_csv_on_standard_output(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    with CsvTable(None) as table:
        table.write([NO_FACE])
    out, _ = capfdbinary.readouterr()
    assert out.splitlines() == [
        ",".join(COLUMNS).encode(),
        b"empty.png,0,0.000" + b"," * 16 + b"no_face,",
    ]
