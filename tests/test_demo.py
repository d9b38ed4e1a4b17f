from __future__ import annotations

import json
from importlib import resources
from pathlib import Path

import cv2
import numpy as np
import pytest

from ferdesk.classify import Classifier
from ferdesk.demo import (
    FPS,
    HEIGHT,
    HOLD_SECONDS,
    ORDER,
    ROUND_SECONDS,
    STEP_SECONDS,
    WIDTH,
    DemoPainter,
    DemoSource,
    Sheet,
    cast_at,
    expression_at,
    plain_at,
    render,
)
from ferdesk.emotions import EMOTIONS, Emotion
from ferdesk.pipeline import Pipeline
from ferdesk.sources import SourceError, open_source
from ferdesk.types import Frame

ASSETS = Path(str(resources.files("ferdesk.assets")))
SIZE = 64


def write_sheet(folder: Path, **changes: object) -> Path:
    """Seven faces that are plain squares of rising brightness."""
    row = np.hstack([np.full((SIZE, SIZE), 100 + 20 * emotion, np.uint8) for emotion in range(7)])
    assert cv2.imwrite(str(folder / "demo_faces.png"), row)
    record = {"size": SIZE, "emotions": list(EMOTIONS), "landmarks": [[10, 20]] * 5} | changes
    (folder / "demo_faces.json").write_text(json.dumps(record))
    return folder


@pytest.fixture(name="sheet")
def _sheet(tmp_path: Path) -> Sheet:
    return Sheet.load(write_sheet(tmp_path))


def test_the_sheet_is_seven_faces(sheet: Sheet) -> None:
    assert sheet.faces.shape == (7, SIZE, SIZE)
    assert sheet.faces[Emotion.FEAR].mean() == 140
    assert sheet.landmarks.shape == (5, 2)


@pytest.mark.parametrize("damage", ["no_png", "no_json", "not_json", "wrong_size", "wrong_order", "not_png"])
def test_damaged_faces_are_told(tmp_path: Path, damage: str) -> None:
    changes = {"wrong_size": {"size": 65}, "wrong_order": {"emotions": EMOTIONS[::-1]}}.get(damage, {})
    write_sheet(tmp_path, **changes)
    if damage in ("no_png", "no_json"):
        (tmp_path / f"demo_faces.{damage[3:]}").unlink()
    if damage in ("not_json", "not_png"):
        (tmp_path / f"demo_faces.{damage[4:]}").write_text("{")
    with pytest.raises(SourceError, match="install ferdesk again"):
        DemoSource(folder=tmp_path).open()


def test_a_moment_is_always_the_same_picture_and_moments_differ(sheet: Sheet) -> None:
    picture = render(sheet, 7.3)
    assert picture.shape == (HEIGHT, WIDTH, 3)
    assert picture.dtype == np.uint8
    painter = DemoPainter(sheet)
    assert not np.array_equal(picture, painter.paint(7.4))
    assert np.array_equal(picture, painter.paint(7.3)), "whatever was painted before"
    assert np.array_equal(painter.paint(1.0), painter.paint(1.0 + ROUND_SECONDS))


def test_frame_after_frame_nothing_jumps(sheet: Sheet) -> None:
    painter = DemoPainter(sheet)
    moments = np.arange(0, ROUND_SECONDS + 0.5, 1 / FPS)[::3]
    before = cast_at(0.0)[-1]
    for seconds in moments:
        now = cast_at(seconds)[-1]
        assert np.hypot(now.x - before.x, now.y - before.y) < 8
        assert abs(now.size - before.size) < 6
        before = now
    for seconds in (STEP_SECONDS - 1 / FPS, ROUND_SECONDS - 1 / FPS, HOLD_SECONDS):
        first, second = (painter.paint(s).astype(np.float64) for s in (seconds, seconds + 1 / FPS))
        assert abs(first - second).mean() < 4


def test_each_emotion_is_plain_for_a_while_and_then_turns_into_the_next() -> None:
    assert set(ORDER) == set(Emotion)
    for place, emotion in enumerate(ORDER):
        begin = place * STEP_SECONDS
        for moment in (begin, plain_at(emotion), begin + HOLD_SECONDS):
            assert expression_at(moment) == (emotion, ORDER[(place + 1) % 7], 0.0)
        assert expression_at(begin + HOLD_SECONDS + 0.5) == (emotion, ORDER[(place + 1) % 7], pytest.approx(0.5))
    assert expression_at(ROUND_SECONDS) == expression_at(0.0)


def test_a_second_face_comes_in_and_goes_out_by_the_edge() -> None:
    counts = [len(cast_at(seconds)) for seconds in np.arange(0, ROUND_SECONDS, 0.1)]
    assert set(counts) == {1, 2}
    assert counts[0] == counts[-1] == 1
    small = [cast_at(seconds)[0] for seconds in np.arange(0, ROUND_SECONDS, 0.1) if len(cast_at(seconds)) == 2]
    assert small[0].x - small[0].size / 2 >= WIDTH, "it begins beyond the edge"
    assert min(actor.x + actor.size / 2 for actor in small) < WIDTH
    large = cast_at(10.0)[-1]
    assert large.size > 1.3 * small[0].size
    assert small[len(small) // 2].show[0] is not cast_at(10.0)[-1].show[0]


def test_the_tint_keeps_the_grey_that_the_network_sees(sheet: Sheet) -> None:
    seconds = plain_at(Emotion.SAD)
    actor = cast_at(seconds)[-1]
    grey = cv2.cvtColor(render(sheet, seconds), cv2.COLOR_BGR2GRAY)
    middle = grey[round(actor.y) - 20 : round(actor.y) + 20, round(actor.x) - 20 : round(actor.x) + 20]
    assert abs(float(middle.mean()) - 180) < 2
    assert np.ptp(render(sheet, seconds)[round(actor.y), round(actor.x)].astype(int)) > 20, "it is tinted"


def test_the_source_plays_at_its_rate_without_end(tmp_path: Path) -> None:
    source = DemoSource(folder=write_sheet(tmp_path))
    assert not source.live, "every frame counts"
    with pytest.raises(SourceError, match="not open"):
        source.read()
    source.open()
    frames = [source.read() for _ in range(3)]
    assert [(frame.index, frame.seconds) for frame in frames if frame] == [(0, 0.0), (1, 1 / FPS), (2, 2 / FPS)]
    source._next = 10**7
    late = source.read()
    assert late is not None
    assert late.seconds == 10**7 / FPS
    source.close()
    source.open()
    again = source.read()
    assert again is not None
    assert again.index == 0


def test_the_source_can_play_a_round_only(tmp_path: Path) -> None:
    source = DemoSource(rounds=1, folder=write_sheet(tmp_path))
    source.open()
    source._next = round(ROUND_SECONDS * FPS) - 1
    assert source.read() is not None
    assert source.read() is None


def test_its_name_opens_it() -> None:
    assert isinstance(open_source("demo"), DemoSource)


@pytest.fixture(name="real", scope="module")
def _real() -> tuple[Sheet, Pipeline]:
    if not (ASSETS / "default.onnx").exists():
        pytest.skip("there is no trained bundle yet (assets/default.onnx)")
    if not (ASSETS / "demo_faces.png").exists():
        pytest.skip("the demo's faces are not made yet (ferdesk-train demo-faces)")
    return Sheet.load(), Pipeline(Classifier())


@pytest.mark.parametrize("emotion", list(Emotion), ids=lambda emotion: emotion.label)
def test_each_face_of_the_demo_is_found_and_rightly_labelled(real: tuple[Sheet, Pipeline], emotion: Emotion) -> None:
    sheet, pipeline = real
    painter = DemoPainter(sheet)
    pipeline.reset()
    begin = plain_at(emotion) - HOLD_SECONDS / 2
    for seconds in np.arange(begin, begin + HOLD_SECONDS, 0.2):
        actor = cast_at(seconds)[-1]
        result = pipeline.process(Frame(painter.paint(seconds), 0, seconds))
        large = max(result.faces, key=lambda face: face.box.height)
        assert abs(large.box.x + large.box.width / 2 - actor.x) < 0.15 * actor.size
        assert abs(large.box.y + large.box.height / 2 - actor.y) < 0.15 * actor.size
        assert large.scores is not None
        assert Emotion(int(large.scores.argmax())) is emotion
    assert large.emotion is emotion, "the smoothed label too, which is shown as sure"


def test_both_faces_of_the_demo_keep_their_ids(real: tuple[Sheet, Pipeline]) -> None:
    sheet, pipeline = real
    painter = DemoPainter(sheet)
    pipeline.reset()
    tracks = set()
    for seconds in np.arange(0, ROUND_SECONDS, 0.1):
        tracks |= {face.track for face in pipeline.process(Frame(painter.paint(seconds), 0, seconds)).faces}
    assert tracks == {1, 2}


def test_the_record_says_what_the_faces_were_made_of(real: tuple[Sheet, Pipeline]) -> None:
    record = json.loads((ASSETS / "demo_faces.json").read_text())
    assert [face["emotion"] for face in record["faces"]] == list(EMOTIONS)
    assert all(face["count"] >= 64 for face in record["faces"]), "no single person's picture"
    assert all(len(face["images"]) == 64 for face in record["faces"])
