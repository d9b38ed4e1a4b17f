from __future__ import annotations

import time

import numpy as np
import pytest

from ferdesk import demo_crowd
from ferdesk.demo import FPS, HEIGHT, WIDTH, DemoPainter, Sheet
from ferdesk.demo_crowd import LOOP_SECONDS, CrowdSource, crowd_at
from ferdesk.detect import YuNet
from ferdesk.sources import SourceError, open_source


def test_three_faces_are_found_at_any_moment() -> None:
    painter, detector = DemoPainter(Sheet.load(), crowd_at, LOOP_SECONDS), YuNet()
    for seconds in (0.0, 1.9, 3.3, 5.2):
        faces = sorted(detector.detect(painter.paint(seconds)), key=lambda face: face.box.x)
        assert len(faces) == 3
        for face, actor in zip(faces, crowd_at(seconds), strict=True):
            assert abs(face.box.x + face.box.width / 2 - actor.x) < 0.2 * actor.size


def test_the_film_goes_round_without_a_jump() -> None:
    painter = DemoPainter(Sheet.load(), crowd_at, LOOP_SECONDS)
    assert np.array_equal(painter.paint(0.0), painter.paint(LOOP_SECONDS))
    before, after = painter.paint(LOOP_SECONDS - 1 / FPS), painter.paint(0.0)
    assert np.abs(before.astype(int) - after).mean() < 2.0


def test_it_sends_like_a_webcam(monkeypatch: pytest.MonkeyPatch) -> None:
    packed = [demo_crowd._packed(np.full((HEIGHT, WIDTH, 3), 20 * number, np.uint8)) for number in range(10)]
    monkeypatch.setattr(demo_crowd, "_film", lambda: tuple(packed))
    source = open_source("demo:crowd")
    assert isinstance(source, CrowdSource)
    assert source.live
    with pytest.raises(SourceError, match="not open"):
        source.read()
    source.open()
    began = time.monotonic()
    first, second = source.read(), source.read()
    assert first is not None and second is not None
    assert (first.index, first.image.shape) == (0, (HEIGHT, WIDTH, 3))
    assert second.captured - first.captured == pytest.approx(second.seconds - first.seconds)
    assert second.captured <= time.monotonic(), "no picture comes before it was sent"
    time.sleep(0.2)
    late = source.read()
    assert late is not None
    assert late.index >= 5, "who reads late gets the newest picture"
    assert late.captured - began == pytest.approx(late.index / FPS, abs=0.05)
    assert abs(int(late.image.mean()) - 20 * (late.index % 10)) <= 2
    source.close()
