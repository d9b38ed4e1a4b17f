from __future__ import annotations

import csv
import time
import tracemalloc
import weakref
from collections.abc import Callable, Sequence
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image as Pillow

from ferdesk.classify import Classifier
from ferdesk.emotions import Emotion
from ferdesk.errors import FerdeskError
from ferdesk.label import LabelOptions, run_label
from ferdesk.label_steps import Sampling
from ferdesk.label_summary import Summary
from ferdesk.pipeline import Pipeline, PipelineSettings
from ferdesk.types import Face, Image
from tests.films import damage, trim, write_recording, write_video
from tests.tiny import tiny_face, tiny_frame

Rows = list[dict[str, str]]
Label = Callable[..., tuple[Summary, Rows]]

FACE = tiny_face(60.0, 60.0, 144.0)


class MarkDetector:
    """Finds FACE in pictures whose corner is marked; raises on those whose corner is all black."""

    def __init__(self) -> None:
        self.seen = 0

    def detect(self, image: Image) -> tuple[Face, ...]:
        self.seen += 1
        mark = float(image[:8, :8].mean())
        if mark < 5:
            raise RuntimeError("the network fell over")
        return (FACE,) if mark > 200 else ()


def picture(emotion: Emotion | None) -> Image:
    """320x240; MarkDetector finds a face of this emotion in it, or none."""
    if emotion is None:
        return tiny_frame().image
    image = tiny_frame([(FACE, emotion)]).image
    image[:16, :16] = 255
    return image


def save(path: Path, emotion: Emotion | None) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    Pillow.fromarray(picture(emotion)[:, :, ::-1]).save(path)
    return path


def film(path: Path, emotions: Sequence[Emotion | None], fps: float = 10.0) -> Path:
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter_fourcc(*"MJPG"), fps, (320, 240))
    for emotion in emotions:
        writer.write(picture(emotion))
    writer.release()
    return path


@pytest.fixture
def label(tiny_bundle: Path, tmp_path: Path) -> Label:
    """Label paths into a csv, and read it."""

    def run(*paths: Path, settings: PipelineSettings | None = None, **options: object) -> tuple[Summary, Rows]:
        output = tmp_path / "out.csv"
        pipeline = Pipeline(Classifier(tiny_bundle), settings or PipelineSettings(), MarkDetector())
        summary = run_label(LabelOptions(paths, output, overwrite=True, quiet=True, **options), pipeline)  # type: ignore[arg-type]
        with output.open(encoding="utf-8", newline="") as file:
            return summary, list(csv.DictReader(file))

    return run


def test_a_folder_of_all_sorts(label: Label, tmp_path: Path) -> None:
    folder = tmp_path / "photos"
    save(folder / "b" / "happy.png", Emotion.HAPPY)
    save(folder / "a.jpg", Emotion.SAD)
    save(folder / "c, empty.png", None)
    save(folder / ".hidden.png", Emotion.SAD)
    save(folder / ".thumbnails" / "x.png", Emotion.SAD)
    (folder / "broken.JPG").write_bytes(b"\xff\xd8\xff\xe0 no more")
    (folder / "notes.txt").write_text("not for us")
    film(folder / "z.avi", [Emotion.FEAR, None])
    summary, rows = label(folder)
    told = [(Path(row["file"]).relative_to(folder).as_posix(), row["status"], row["emotion"]) for row in rows]
    assert told == [
        ("a.jpg", "ok", "sad"),
        ("b/happy.png", "ok", "happy"),
        ("broken.JPG", "unreadable", ""),
        ("c, empty.png", "no_face", ""),
        ("z.avi", "ok", "fear"),
        ("z.avi", "no_face", ""),
    ]
    assert "broken.JPG" in rows[2]["error"]
    happy = rows[1]
    assert (happy["frame"], happy["seconds"], happy["track"]) == ("0", "0.000", "1")
    assert [float(happy[name]) for name in ("x", "y", "width", "height")] == [60, 60, 144, 144]
    assert float(happy["happy"]) == float(happy["confidence"]) > 0.9
    assert sum(float(happy[emotion.label]) for emotion in Emotion) == pytest.approx(1, abs=1e-3)
    assert (summary.files, summary.faces, summary.no_face, summary.unreadable) == (5, 3, 1, 1)
    assert (summary.frames, summary.emotions["sad"], summary.exit_code) == (5, 1, 1)


def test_pictures_know_nothing_of_each_other(label: Label, tmp_path: Path) -> None:
    files = [save(tmp_path / f"{n}.png", emotion) for n, emotion in enumerate([Emotion.SAD, Emotion.HAPPY] * 3)]
    _, rows = label(*files, settings=PipelineSettings(smoothing_seconds=1000))
    assert [row["emotion"] for row in rows] == ["sad", "happy"] * 3
    assert {row["track"] for row in rows} == {"1"}


def test_videos_have_tracks_and_begin_anew(label: Label, tmp_path: Path) -> None:
    first = film(tmp_path / "a.avi", [Emotion.HAPPY] * 3 + [None] * 2 + [Emotion.HAPPY] * 3)
    second = film(tmp_path / "b.avi", [Emotion.SAD] * 4)
    _, rows = label(first, second, settings=PipelineSettings(smoothing_seconds=1000))
    assert [row["status"] for row in rows] == ["ok"] * 3 + ["no_face"] * 2 + ["ok"] * 7
    assert [row["frame"] for row in rows] == [*"01234567", *"0123"]
    assert [row["seconds"] for row in rows[:3]] == ["0.000", "0.100", "0.200"]
    assert {row["track"] for row in rows if row["status"] == "ok"} == {"1"}
    assert {row["emotion"] for row in rows[8:]} == {"sad"}, "nothing is left of the first video"


def test_smoothing_holds_within_a_video_and_raw_scores_are_the_frames_own(label: Label, tmp_path: Path) -> None:
    video = film(tmp_path / "a.avi", [Emotion.HAPPY, Emotion.SAD])
    slow = PipelineSettings(smoothing_seconds=10)
    smoothed = label(video, settings=slow)[1][1]
    raw = label(video, settings=slow, raw_scores=True)[1][1]
    off = label(video, settings=PipelineSettings(smoothing_seconds=0))[1][1]
    assert smoothed["emotion"] == raw["emotion"] == "happy"
    assert float(smoothed["happy"]) > 0.9
    assert float(raw["sad"]) > 0.9
    assert off["emotion"] == "sad"


def test_sampling(label: Label, tmp_path: Path) -> None:
    video = film(tmp_path / "a.avi", [Emotion.HAPPY] * 30)
    assert [row["frame"] for row in label(video, sampling=Sampling(every=7))[1]] == ["0", "7", "14", "21", "28"]
    _, rows = label(video, sampling=Sampling(fps=4))
    assert [row["frame"] for row in rows] == ["0", "3", "5", "8", "10", "13", "15", "18", "20", "23", "25", "28"]
    assert len(label(video, sampling=Sampling(fps=100))[1]) == 30
    for wrong in ({"every": 0}, {"fps": 0.0}, {"fps": float("nan")}, {"fps": float("inf")}):
        with pytest.raises(FerdeskError, match="give a"):
            Sampling(**wrong)  # type: ignore[arg-type]


def test_a_damaged_middle_of_a_video_goes_on_and_is_told(label: Label, tmp_path: Path) -> None:
    whole = save(tmp_path / "z.png", Emotion.HAPPY)
    summary, rows = label(damage(write_video(tmp_path / "a.mp4", 60), 0.4, 0.6), whole)
    frames = [float(row["seconds"]) for row in rows if row["status"] == "no_face"]
    assert max(frames) == pytest.approx(59 / 25), "the frames after the damage are there"
    (damaged,) = (row for row in rows if row["status"] == "unreadable")
    assert "of its 60 frames cannot be read" in damaged["error"]
    assert rows[-1]["emotion"] == "happy"
    assert (summary.unreadable, summary.no_face, summary.exit_code) == (1, 0, 1)


@pytest.mark.parametrize("rate", [10, 60])
def test_a_recording_of_another_rate_than_its_files_usual_one_is_whole(label: Label, tmp_path: Path, rate: int) -> None:
    summary, rows = label(write_recording(tmp_path / "a.mkv", [n / rate for n in range(80)]))
    assert [row["status"] for row in rows] == ["no_face"] * 80
    assert (summary.unreadable, summary.exit_code) == (0, 0)


def test_a_trimmed_film_is_whole_and_one_cut_short_is_not(label: Label, tmp_path: Path) -> None:
    trimmed = trim(write_video(tmp_path / "trimmed.mp4", 60), 0.5)
    cut = damage(write_video(tmp_path / "cut.mp4", 60), 0.6, 0.95)
    summary, rows = label(trimmed, cut)
    assert [Path(row["file"]).name for row in rows if row["status"] == "unreadable"] == ["cut.mp4"]
    assert summary.unreadable == 1


def test_what_falls_over_on_one_file_does_not_end_the_job(label: Label, tmp_path: Path) -> None:
    black = tmp_path / "a.png"
    Pillow.new("RGB", (100, 100)).save(black)
    empty = tmp_path / "b.mp4"
    empty.touch()
    _, rows = label(black, empty, save(tmp_path / "c.png", Emotion.HAPPY))
    assert [row["status"] for row in rows] == ["unreadable", "unreadable", "ok"]
    assert "the network fell over" in rows[0]["error"]
    assert "b.mp4" in rows[1]["error"]


def test_files_are_told_by_their_content_where_the_name_says_nothing(label: Label, tmp_path: Path) -> None:
    paths = [save(tmp_path / "a.png", Emotion.HAPPY), film(tmp_path / "b.avi", [Emotion.SAD] * 2), tmp_path / "c.txt"]
    paths[2].write_text("neither")
    bare = [path.rename(path.with_suffix("")) for path in paths]
    _, rows = label(*bare, annotate=tmp_path / "copies")
    assert [row["emotion"] for row in rows] == ["happy", "sad", "sad", ""]
    assert "neither a picture nor a video" in rows[3]["error"]
    assert sorted(path.name for path in (tmp_path / "copies").iterdir()) == ["a.png", "b.mp4"]


def test_a_file_named_twice_is_labelled_once(label: Label, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save(tmp_path / "in" / "a.png", Emotion.HAPPY)
    monkeypatch.chdir(tmp_path)
    _, rows = label(Path("in/a.png"), Path("in"), tmp_path / "in" / "a.png")
    assert [row["file"] for row in rows] == [str(Path("in/a.png"))], "as it was given"


def test_nothing_to_label_is_said_before_the_work(label: Label, tmp_path: Path) -> None:
    with pytest.raises(FerdeskError, match=r"absent\.png: no such file"):
        label(save(tmp_path / "a.png", None), tmp_path / "absent.png")
    with pytest.raises(FerdeskError, match=r"xxx: cannot be looked at \(.*too long\)"):
        label(tmp_path / ("x" * 300))
    with pytest.raises(FerdeskError, match=r"xxx.csv: cannot be looked at"):
        run_label(LabelOptions((tmp_path,), tmp_path / ("x" * 300 + ".csv"), resume=True))
    (tmp_path / "empty").mkdir()
    with pytest.raises(FerdeskError, match="no pictures or videos"):
        label(tmp_path / "empty")
    assert not (tmp_path / "out.csv").exists()


def test_ctrl_c_keeps_what_is_done(tiny_bundle: Path, tmp_path: Path) -> None:
    class Interrupted(MarkDetector):
        def detect(self, image: Image) -> tuple[Face, ...]:
            if self.seen == 2:
                raise KeyboardInterrupt
            return super().detect(image)

    files = tuple(save(tmp_path / f"{n}.png", Emotion.HAPPY) for n in range(4))
    pipeline = Pipeline(Classifier(tiny_bundle), detector=Interrupted())
    with pytest.raises(KeyboardInterrupt):
        run_label(LabelOptions(files, tmp_path / "out.csv", quiet=True), pipeline)
    assert len((tmp_path / "out.csv").read_text().splitlines()) == 3


def test_pictures_are_read_only_a_little_ahead(label: Label, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    images: list[weakref.ref[Image]] = []
    counts = []

    def quick(_: Path) -> Image:
        image = np.full((64, 64, 3), 90, np.uint8)
        images.append(weakref.ref(image))
        return image

    def slow(*_: object) -> tuple[Face, ...]:
        time.sleep(0.02)
        counts.append(sum(image() is not None for image in images))
        return ()

    monkeypatch.setattr("ferdesk.label.read_image", quick)
    monkeypatch.setattr(MarkDetector, "detect", slow)
    for number in range(12):
        (tmp_path / f"{number}.bmp").touch()
    label(tmp_path)
    assert max(counts) <= 4, counts


def test_memory_stays_flat(label: Label, tmp_path: Path) -> None:
    large = Pillow.fromarray(np.full((1000, 1000, 3), 90, np.uint8))
    for number in range(24):
        large.save(tmp_path / f"{number}.bmp")
    write_video(tmp_path / "v.avi", 60, code="MJPG")
    label(tmp_path / "0.bmp", tmp_path / "v.avi")  # what is loaded once
    tracemalloc.start()
    try:
        _, rows = label(tmp_path)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert len(rows) == 24 + 60
    assert peak < 8 * 3_000_000, f"{peak / 3e6:.1f} pictures at once"
