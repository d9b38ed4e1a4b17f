"""A job that was cut short is gone on with: nothing twice, nothing lost, whatever the kill left."""

from __future__ import annotations

import csv
import json
import os
import re
import sys
from collections.abc import Callable, Iterator
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
from tests.films import damage, write_video
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
    def label(output: Path, stop_at: int | None = None, paths: tuple[Path, ...] = (), **options: Any) -> Summary:
        seen: list[LabelNews] = []

        def watch(news: LabelNews) -> bool:
            seen.append(news)
            return len(seen) == stop_at

        pipeline = Pipeline(Classifier(tiny_bundle), detector=MarkDetector())
        return run_label(LabelOptions(paths or (folder,), output, quiet=True, **options), pipeline, watch)

    return label


def rows(path: Path) -> list[tuple[str, int, str]]:
    """File, frame (-1 for none) and status of every row."""
    if path.suffix == ".csv":
        with path.open(encoding="utf-8", newline="") as file:
            found: list[dict[str, Any]] = list(csv.DictReader(file))
    elif path.suffix == ".jsonl":
        found = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    else:
        import pyarrow.parquet

        found = pyarrow.parquet.read_table(path).to_pylist()
    frames = [-1 if row["frame"] in ("", None) else int(row["frame"]) for row in found]
    return [(Path(row["file"]).name, frame, row["status"]) for row, frame in zip(found, frames, strict=True)]


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


@pytest.mark.parametrize("suffix", [".csv", ".jsonl"])
def test_a_cut_within_the_first_row_leaves_a_sound_table(run: Run, folder: Path, tmp_path: Path, suffix: str) -> None:
    (folder / "a.png").rename(folder / "aé.png")
    whole, cut = tmp_path / f"whole{suffix}", tmp_path / f"cut{suffix}"
    run(whole)
    data = whole.read_bytes()
    begins = data.index(b"\n") if suffix == ".csv" else 1
    ends = data.index(b"\n", begins + 1)
    within_a_letter = data.index("é".encode()) + 1
    for length in (begins, begins + 1, begins + 2, within_a_letter, (begins + ends) // 2, ends):
        cut.write_bytes(data[:length])
        summary = run(cut, resume=True)
        assert cut.read_bytes() == data, length
        assert summary.done_before == 0
    assert not list(tmp_path.glob("*.part"))


@pytest.mark.parametrize("suffix", KINDS)
def test_what_could_not_be_read_is_tried_again_until_it_can_be(
    run: Run, folder: Path, tmp_path: Path, suffix: str
) -> None:
    whole, output = tmp_path / f"whole{suffix}", tmp_path / f"out{suffix}"
    run(whole)
    good = {name: (folder / name).read_bytes() for name in ("a.png", "d.png")}
    for name in good:
        (folder / name).write_bytes(b"no picture")
    assert run(output).exit_code == 1
    again = run(output, resume=True)
    assert (again.exit_code, again.unreadable, again.done_before) == (1, 2, 1)
    assert sorted(rows(output))[0] == ("a.png", -1, "unreadable")
    assert len(rows(output)) == len(rows(whole)), "no row twice"
    for name, data in good.items():
        (folder / name).write_bytes(data)
    mended = run(output, resume=True)
    assert (mended.exit_code, mended.files, mended.done_before) == (0, 3, 1)
    assert sorted(rows(output)) == sorted(rows(whole))


def test_a_video_that_was_damaged_is_done_again_from_its_beginning(run: Run, tmp_path: Path) -> None:
    video, output = write_video(tmp_path / "in/a.mp4", 60), tmp_path / "out.csv"
    good = video.read_bytes()
    damage(video, 0.4, 0.6)
    assert run(output).exit_code == 1
    video.write_bytes(good)
    assert run(output, resume=True).exit_code == 0
    assert [row for row in rows(output) if row[0] == "a.mp4"] == [("a.mp4", frame, "no_face") for frame in range(60)]


@pytest.mark.parametrize("suffix", KINDS)
def test_rows_of_files_that_are_not_named_again_stay(run: Run, folder: Path, tmp_path: Path, suffix: str) -> None:
    (folder / "a.png").write_bytes(b"no picture")
    output = tmp_path / f"out{suffix}"
    run(output)
    before = rows(output)
    other = run(output, resume=True, paths=(save(tmp_path / "other.png", Emotion.SAD),))
    assert rows(output) == [*before, ("other.png", 0, "ok")]
    assert (other.exit_code, other.done_before) == (0, 0)


def test_a_folder_that_can_be_searched_by_now_has_no_row_of_its_own(
    run: Run, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(folder / "locked/deep/e.png", Emotion.HAPPY)
    output, walk = tmp_path / "out.csv", os.walk

    def barred(top: Path, onerror: Callable[[OSError], None]) -> Iterator[tuple[str, list[str], list[str]]]:
        onerror(PermissionError(13, "Permission denied", str(folder / "locked")))
        yield next(walk(top))

    with monkeypatch.context() as patch:
        patch.setattr("ferdesk.label_inputs.os.walk", barred)
        assert run(output).exit_code == 1
    assert ("locked", -1, "unreadable") in rows(output)
    assert run(output, resume=True).exit_code == 0
    assert {name for name, *_ in rows(output)} == {"a.png", 'b, "c".png', "d.png", "z.avi", "e.png"}


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


def test_a_copy_keeps_its_name_when_another_file_is_mended(run: Run, tmp_path: Path) -> None:
    first, second = tmp_path / "w" / "photos", tmp_path / "z" / "photos"
    save(second / "face.png", Emotion.SAD)
    save(first / "face.png", Emotion.HAPPY)
    good = (first / "face.png").read_bytes()
    (first / "face.png").write_bytes(b"no picture")
    copies, output = tmp_path / "copies", tmp_path / "out.csv"
    run(output, paths=(first, second), annotate=copies)
    (before,) = copies.rglob("*.png")
    content = before.read_bytes()
    (first / "face.png").write_bytes(good)
    run(output, paths=(first, second), annotate=copies, resume=True)
    assert len(list(copies.rglob("*.png"))) == 2 and before.read_bytes() == content


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere every name is Unicode")
def test_a_video_whose_name_is_no_unicode_ends_no_job(run: Run, folder: Path, tmp_path: Path) -> None:
    (folder / "z.avi").rename(folder / os.fsdecode(b"caf\xe9.avi"))
    output = tmp_path / "out.csv"
    assert run(output, annotate=tmp_path / "copies").exit_code == 1
    assert [status for _, _, status in rows(output)].count("unreadable") == 1
    assert ("d.png", 0, "ok") in rows(output)


@pytest.mark.parametrize("suffix", KINDS)
def test_what_is_no_table_is_left_alone(run: Run, tmp_path: Path, suffix: str) -> None:
    output = tmp_path / f"mine{suffix}"
    for text in ('{"name": 3}\n', '{"name": 3}', '{"file": "a.png"}', '{"na'):
        output.write_text(text)
        with pytest.raises(TableError, match="cannot be gone on with"):
            run(output, resume=True)
        assert output.read_text() == text
    assert not list(tmp_path.glob("*.part"))


@pytest.mark.parametrize("suffix", [".csv", ".jsonl"])
def test_a_table_that_is_damaged_in_a_row_to_keep_is_left_alone(run: Run, tmp_path: Path, suffix: str) -> None:
    output = tmp_path / f"out{suffix}"
    run(output)
    damaged = output.read_bytes().replace(b"a.png", b"a\xff.png")
    output.write_bytes(damaged)
    with pytest.raises(TableError, match="cannot be gone on with"):
        run(output, resume=True)
    assert output.read_bytes() == damaged
    assert not list(tmp_path.glob("*.part"))


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


@pytest.mark.parametrize("suffix", KINDS)
def test_a_table_that_was_begun_in_another_folder_is_gone_on_with_from_there(
    run: Run, folder: Path, tmp_path: Path, suffix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = tmp_path / f"t{suffix}"
    monkeypatch.chdir(tmp_path)
    run(table, 3, (Path("in"),))
    before = table.read_bytes()
    monkeypatch.chdir(folder)
    with pytest.raises(
        TableError, match=rf"such as in.a\.png, lead nowhere.*go on from {re.escape(str(tmp_path))}, or"
    ):
        run(table, paths=(Path(),), resume=True)
    assert table.read_bytes() == before
    monkeypatch.chdir(tmp_path)
    run(table, paths=(Path("in"),), resume=True)
    assert [name for name, frame, _ in rows(table) if frame < 1] == ["a.png", 'b, "c".png', "d.png", "z.avi"]


def test_where_a_table_was_begun_may_be_unknown(
    run: Run, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = tmp_path / "t.csv"
    monkeypatch.chdir(folder)
    run(table, paths=(Path("a.png"), Path("d.png")))
    for name in ("a.png", "d.png"):
        (folder / name).unlink()
    monkeypatch.chdir(tmp_path)
    with pytest.raises(TableError, match="go on from the folder in which it was begun"):
        run(table, resume=True)


def test_a_table_with_paths_that_lead_somewhere_may_name_lost_ones_too(
    run: Run, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = tmp_path / "t.csv"
    monkeypatch.chdir(folder)
    run(table, paths=(Path("a.png"), Path("d.png")))
    (folder / "a.png").unlink()
    run(table, paths=(Path("d.png"), folder / "z.avi"), resume=True)
    assert {name for name, _, _ in rows(table)} == {"a.png", "d.png", "z.avi"}
