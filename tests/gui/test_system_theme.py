"""The desktop's own word on dark or light, as far as it gives one."""

from __future__ import annotations

import sys

import pytest
from PyQt5.QtGui import QColor, QGuiApplication, QPalette
from pytestqt.qtbot import QtBot

from ferdesk.gui import system_theme


@pytest.mark.parametrize("dark", [True, False])
def test_what_the_desktop_says_counts_first(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, dark: bool) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(system_theme, "_told_by_portal", lambda: dark)
    assert system_theme.system_is_dark() is dark


@pytest.mark.parametrize(("window", "dark"), [("#202020", True), ("#f0f0f0", False)])
def test_a_silent_desktop_is_judged_by_its_palette(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, window: str, dark: bool
) -> None:
    monkeypatch.setattr(system_theme, "_told_by_portal", lambda: None)
    before = QGuiApplication.palette()
    QGuiApplication.setPalette(QPalette(QColor(window), QColor(window)))
    try:
        assert system_theme.system_is_dark() is dark
    finally:
        QGuiApplication.setPalette(before)


def test_without_a_session_bus_nobody_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    assert system_theme._told_by_portal() is None


def test_a_bus_that_does_not_answer_is_no_answer(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere/bus")
    assert system_theme._told_by_portal() is None
