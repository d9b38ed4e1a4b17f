"""A job that was cut short is gone on with: nothing twice, nothing lost, whatever the kill left."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ferdesk.classify import Classifier
from ferdesk.emotions import Emotion
from ferdesk.errors import FerdeskError
from ferdesk.label import LabelNews, LabelOptions, run_label
from ferdesk.label_summary import Summary
from ferdesk.pipeline import Pipeline
from ferdesk.tables import TableError
from tests.test_label import MarkDetector, film, save

KINDS = (".csv", ".jsonl", ".parquet")
Run = Callable[..., Summary]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three pictures, one with an awkward name, and a video at the end."""
    made = tmp_path / "in"
    for name, emotion in {"a.png": Emotion.HAPPY, 'b, "c".png': None, "d.png": Emotion.SAD}.items():
        save(made / name, emotion)
    film(made / "z.avi", [Emotion.FEAR] * 5)
    return made


@pytest.fixture
def run(tiny_bundle: Path, folder: Path, tmp_path: Path) -> Run:
    def label(output: Path, stop_at: int | None = None, **options: Any) -> Summary:
        seen: list[LabelNews] = []

        def watch(news: LabelNews) -> bool:
            seen.append(news)
            return len(seen) == stop_at

        pipeline = Pipeline(Classifier(tiny_bundle), detector=MarkDetector())
        return run_label(LabelOptions((folder,), output, quiet=True, **options), pipeline, watch)

    return label


def rows(path: Path) -> list[tuple[str, int, str]]:
    """File, frame and status of every row."""
    if path.suffix == ".csv":
        with path.open(encoding="utf-8", newline="") as file:
            found: list[dict[str, Any]] = list(csv.DictReader(file))
    elif path.suffix == ".jsonl":
        found = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    else:
        import pyarrow.parquet

        found = pyarrow.parquet.read_table(path).to_pylist()
    return [(Path(row["file"]).name, int(row["frame"]), row["status"]) for row in found]


@pytest.mark.parametrize("suffix", KINDS)
@pytest.mark.parametrize("stop_at", [1, 3, 6])
def test_a_stopped_job_and_what_goes_on_with_it_give_the_whole_table(
    run: Run, tmp_path: Path, suffix: str, stop_at: int
) -> None:
    whole, cut = tmp_path / f"whole{suffix}", tmp_path / f"cut{suffix}"
    assert not run(whole).stopped
    assert run(cut, stop_at).stopped
    assert rows(cut) == rows(whole)[:stop_at]
    summary = run(cut, resume=True)
    assert rows(cut) == rows(whole)
    assert (summary.done_before, summary.files) == {1: (0, 4), 3: (2, 2), 6: (3, 1)}[stop_at]
    assert not summary.stopped
    if suffix != ".parquet":
        assert cut.read_bytes() == whole.read_bytes()
    assert not list(tmp_path.glob("*.part"))


@pytest.mark.parametrize("suffix", [".csv", ".jsonl"])
def test_a_line_cut_by_a_kill_is_taken_out(run: Run, tmp_path: Path, suffix: str) -> None:
    whole, cut = tmp_path / f"whole{suffix}", tmp_path / f"cut{suffix}"
    run(whole)
    data = whole.read_bytes()
    for length in (len(data) - 1, len(data) - 30, len(data) // 2, len(data) // 3):
        cut.write_bytes(data[:length])
        run(cut, resume=True)
        assert cut.read_bytes() == data


@pytest.mark.parametrize("suffix", KINDS)
def test_files_that_came_since_are_added(run: Run, folder: Path, tmp_path: Path, suffix: str) -> None:
    output = tmp_path / f"out{suffix}"
    run(output, resume=True)  # a table that does not exist yet is begun
    save(folder / "e.png", Emotion.HAPPY)
    run(output, resume=True)
    assert sorted({name for name, *_ in rows(output)}) == ["a.png", 'b, "c".png', "d.png", "e.png", "z.avi"]
    assert len(rows(output)) == 4 + 5


def test_copies_keep_their_names(run: Run, folder: Path, tmp_path: Path) -> None:
    (folder / "d.jpg").write_bytes((folder / "d.png").read_bytes())
    (folder / "d.tif").write_bytes((folder / "d.png").read_bytes())  # gets a copy d.png, or rather d (2).png
    copies = tmp_path / "copies"
    run(tmp_path / "out.csv", 4, annotate=copies)
    run(tmp_path / "out.csv", resume=True, annotate=copies)
    assert sorted(path.name for path in copies.rglob("*.*")) == [
        "a.png", 'b, "c".png', "d (2).png", "d.jpg", "d.png", "z.mp4",
    ]  # fmt: skip


@pytest.mark.parametrize("suffix", KINDS)
def test_what_is_no_table_is_left_alone(run: Run, tmp_path: Path, suffix: str) -> None:
    output = tmp_path / f"mine{suffix}"
    output.write_text('{"name": 3}\n')
    with pytest.raises(TableError, match="cannot be gone on with"):
        run(output, resume=True)
    assert output.read_text() == '{"name": 3}\n'


def test_what_cannot_be_asked_for(run: Run, tmp_path: Path) -> None:
    for options, why in (({"overwrite": True}, "--force"), ({}, "--output")):
        with pytest.raises(FerdeskError, match=why):
            run(None if not options else tmp_path / "out.csv", resume=True, **options)


def test_the_watcher_is_told_of_every_step(tiny_bundle: Path, folder: Path, tmp_path: Path) -> None:
    seen: list[LabelNews] = []
    pipeline = Pipeline(Classifier(tiny_bundle), detector=MarkDetector())
    options = LabelOptions((folder,), tmp_path / "out.csv", quiet=True)
    run_label(options, pipeline, lambda news: seen.append(news) is not None)
    assert [news.item.path.name for news in seen] == ["a.png", 'b, "c".png', "d.png"] + ["z.avi"] * 5
    assert [news.done for news in seen[:3]] == [1, 2, 3]
    assert seen[3].done < seen[4].done <= 4
    assert {news.files for news in seen} == {4}
    assert seen[0].result is not None and seen[0].rows[0].emotion == "happy"
