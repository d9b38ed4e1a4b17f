"""The longer texts say what they must, and are shown as text."""

from __future__ import annotations

from importlib import metadata
from pathlib import Path

from pytestqt.qtbot import QtBot

from ferdesk.gui import texts
from ferdesk.gui.text_dialog import TextDialog


def test_a_text_dialog_shows_its_text(qtbot: QtBot) -> None:
    dialog = TextDialog("Limits", texts.LIMITS)
    qtbot.addWidget(dialog)
    assert "48 × 48" in dialog.text() and "##" not in dialog.text()
    assert "5(1)(f)" in dialog.text() and "50(3)" in dialog.text()


def test_about_tells_version_and_licence() -> None:
    words = texts.about("no such bundle")
    assert "GNU General Public License" in words and metadata.version("ferdesk") in words


def test_about_shows_the_card_beside_the_bundle(tmp_path: Path) -> None:
    card = "# A card of one's own\n\n![How often](mine-reliability.png)\n\nText."
    (tmp_path / "mine.md").write_text(card, encoding="utf-8")
    words = texts.about(str(tmp_path / "mine.onnx"))
    assert "A card of one's own\n\nText." in words  # and no picture that the window would not find
