"""`ferdesk record` and `ferdesk recording`, as typed."""

from __future__ import annotations

import csv
import io
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from ferdesk import cli
from ferdesk.emotions import Emotion
from ferdesk.recording import open_recording
from tests.recorded import record


def ferdesk(monkeypatch: pytest.MonkeyPatch, *words: Any) -> int:
    monkeypatch.setattr("sys.argv", ["ferdesk", *(str(word) for word in words)])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    return int(ended.value.code or 0)


def test_the_demo_is_recorded_shown_exported_and_deleted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "r"
    words = ("--seconds", "1.5", "--video", "overlay", "--blur-faces")
    assert ferdesk(monkeypatch, "record", "demo", "--out", folder, *words) == 0
    assert "The recording is in" in capfd.readouterr().err
    recording = open_recording(folder)
    assert recording.complete
    assert len(recording.faces) > 3
    assert recording.video is not None
    assert ferdesk(monkeypatch, "recording", "show", folder) == 0
    assert "person 1: in view" in capfd.readouterr().out
    for name in ("table.csv", "lines.jsonl", "chart.png", "report.html"):
        command = "report" if name.endswith("html") else "export"
        assert ferdesk(monkeypatch, "recording", command, folder, "-o", tmp_path / name) == 0
    rows = list(csv.DictReader((tmp_path / "table.csv").open()))
    assert len(rows) == len(recording.faces)
    assert rows[0]["person"] == "person 1"
    assert np.asarray(Image.open(tmp_path / "chart.png")).std() > 5
    assert ferdesk(monkeypatch, "recording", "delete", folder, "--yes") == 0
    assert not folder.exists()


def test_the_report_is_one_page_without_a_network(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    record(tmp_path / "r", [[(1, Emotion.HAPPY)]] * 20 + [[(1, Emotion.SAD), (2, None)]] * 20)
    assert ferdesk(monkeypatch, "recording", "report", tmp_path / "r", "-o", tmp_path / "r.html") == 0
    page = (tmp_path / "r.html").read_text(encoding="utf-8")
    outside: list[str] = []

    class Links(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            outside.extend(value for name, value in attrs if name in ("src", "href") and value)

    Links().feed(page)
    assert outside == []
    assert page.count("<svg") == 2
    assert "expressions, not feelings" in page
    assert ferdesk(monkeypatch, "recording", "report", tmp_path / "r", "-o", tmp_path / "r.html") == 2
    assert "exists already" in capfd.readouterr().err


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("record", "demo", "--out", "@/r", "--blur-faces"), "add --video"),
        (("record", "demo", "--out", "@/r", "--seconds", "0"), "above 0"),
        (("record", "@/none.mp4", "--out", "@/r"), "none.mp4"),
        (("recording", "show", "@/nothing"), "no recording"),
        (("recording", "delete", "@", "--yes"), "no recording"),
        (("recording", "export", "@/good", "-o", "@/x.docx"), "cannot tell the form"),
    ],
)
def test_mistakes_end_with_a_sentence(
    words: tuple[str, ...], sentence: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: Any
) -> None:
    record(tmp_path / "good", [[(1, Emotion.HAPPY)]])
    assert ferdesk(monkeypatch, *(word.replace("@", str(tmp_path)) for word in words)) == 2
    assert sentence in " ".join(capfd.readouterr().err.split())
    assert not (tmp_path / "r").exists()


def test_where_nobody_can_be_asked_the_recording_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    record(tmp_path / "r", [[(1, Emotion.HAPPY)]])
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    assert ferdesk(monkeypatch, "recording", "delete", tmp_path / "r") == 2
    assert (tmp_path / "r/recording.json").exists()
    told = capfd.readouterr().err
    assert "give --yes" in told and "Aborted" not in told


def test_who_does_not_confirm_keeps_the_recording(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    record(tmp_path / "r", [[(1, Emotion.HAPPY)]])
    monkeypatch.setattr("typer.confirm", lambda *words, **options: False)
    assert ferdesk(monkeypatch, "recording", "delete", tmp_path / "r") == 2
    assert (tmp_path / "r/recording.json").exists()
