from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest
from rich.console import Console

from ferdesk import console_demo
from ferdesk.classify import Classifier
from ferdesk.console_demo import run_console_demo
from ferdesk.emotions import Emotion
from ferdesk.errors import FerdeskError
from ferdesk.pipeline import Pipeline
from ferdesk.types import Frame, Result, Stats
from tests.tiny import ScriptedDetector, tiny_face, tiny_frame

FACE = tiny_face(60.0, 60.0, 120.0)


class Stage:
    """A demo of happy frames at 30 a second."""

    name, live = "Stage", False

    def open(self) -> None:
        self.closed = False
        self.index = 0

    def read(self) -> Frame:
        self.index += 1
        return tiny_frame([(FACE, Emotion.HAPPY)], index=self.index - 1, seconds=(self.index - 1) / 30)

    def close(self) -> None:
        self.closed = True


def test_a_line_every_half_second(tiny_bundle: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stage, out = Stage(), io.StringIO()
    pipeline = Pipeline(Classifier(tiny_bundle), detector=ScriptedDetector([(FACE,)] * 20 + [()]))
    monkeypatch.setattr(console_demo, "open_source", lambda spec: stage)
    monkeypatch.setattr(console_demo, "Pipeline", lambda classifier: pipeline)
    run_console_demo(2.0, tiny_bundle, to=Console(file=out))
    lines = out.getvalue().splitlines()
    assert [line.split(" s ")[0].strip() for line in lines[:-1]] == ["0.0", "0.5", "1.0", "1.5"]
    assert "#1 happy" in lines[0]
    assert "██████" in lines[0]
    assert lines[2].endswith("nobody")
    assert lines[-1].startswith("60 frames")
    assert stage.closed


def test_two_faces_in_the_order_of_their_numbers_also_in_plain_ascii() -> None:
    scored = replace(FACE, scores=None, emotion=None)
    result = Result(tiny_frame(), (replace(scored, track=2), replace(scored, track=1)), Stats(0, 0, 0, 0, 0, 0))
    text = console_demo._line(result, ascii_only=True).plain
    assert text.index("#1 unsure") < text.index("#2 unsure")
    assert text.isascii()


def test_no_time_is_a_mistake(tiny_bundle: Path) -> None:
    with pytest.raises(FerdeskError, match="--seconds"):
        run_console_demo(0.0, tiny_bundle, to=Console())
