"""Both themes can be read, and the sheet is filled to the last field."""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path

import pytest
from PyQt5.QtGui import QColor, QFont
from PyQt5.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ferdesk.gui.theme import DARK, LIGHT, Theme, apply_theme, chosen_theme, style_sheet


def _luminance(color: str) -> float:
    red, green, blue, _ = QColor(color).getRgbF()
    return 0.2126 * _linear(red) + 0.7152 * _linear(green) + 0.0722 * _linear(blue)


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def _contrast(one: str, other: str) -> float:
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
def test_texts_stand_out_from_what_they_stand_on(theme: Theme) -> None:
    grounds = theme.window, theme.surface, theme.raised, theme.letterbox
    for text, ground in product((theme.text, theme.muted), grounds):
        assert _contrast(text, ground) >= 4.5, (text, ground)
    assert _contrast(theme.on_accent, theme.accent) >= 4.5
    for words in (theme.warning, theme.accent):  # what is wrong with a crop, and links, in small letters on the panel
        assert _contrast(words, theme.surface) >= 4.5
    for sign in (theme.good, theme.warning, theme.bad, theme.accent):
        assert _contrast(sign, theme.window) >= 3


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
def test_the_sheet_has_no_open_fields(theme: Theme) -> None:
    sheet = style_sheet(theme, QFont())
    assert "$" not in sheet.split("*/", 1)[1]
    assert theme.accent in sheet
    signs = {Path(name).read_text(encoding="utf-8") for name in re.findall(r'url\("(.*?)"\)', sheet)}
    assert len(signs) == 3 and all(theme.text in sign or theme.muted in sign for sign in signs), "a sign is not seen"


@pytest.mark.parametrize(
    ("choice", "system_is_dark", "theme"),
    [("system", True, DARK), ("system", False, LIGHT), ("dark", False, DARK), ("light", True, LIGHT)],
)
def test_the_choice(choice: str, system_is_dark: bool, theme: Theme) -> None:
    assert chosen_theme(choice, system_is_dark) is theme


def test_applying_reaches_the_app(qtbot: QtBot) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    for theme in (LIGHT, DARK):
        apply_theme(theme)
        assert app.palette().window().color() == QColor(theme.window)
        assert theme.accent in app.styleSheet()


def test_the_style_is_set_once_and_not_under_everything_that_lives(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    apply_theme(LIGHT)
    told: list[str] = []
    monkeypatch.setattr(QApplication, "setStyle", told.append)
    apply_theme(DARK)
    apply_theme(LIGHT)
    assert told == []
