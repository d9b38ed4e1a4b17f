"""All dialogs of the app, to be looked at one after the other."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PyQt5.QtWidgets import QWidget

from ferdesk.gui.about_dialog import AboutDialog
from ferdesk.gui.batch.dialog import BatchDialog
from ferdesk.gui.engine import Engine
from ferdesk.gui.marker_dialog import MarkerDialog
from ferdesk.gui.notice import Notice
from ferdesk.gui.screen_dialog import ScreenDialog
from ferdesk.gui.settings_dialog import SettingsDialog
from ferdesk.gui.text_dialog import TextDialog
from ferdesk.gui.texts import LIMITS, LIMITS_TITLE
from ferdesk.gui.viewer.recordings_dialog import RecordingsDialog
from ferdesk.screen_area import Area
from ferdesk.settings import AppSettings

DIALOGS: dict[str, Callable[[Path], QWidget]] = {
    "settings": lambda _: SettingsDialog(),
    "batch": lambda _: BatchDialog(Engine, AppSettings),
    "about": lambda _: AboutDialog("default"),
    "notice": lambda _: Notice(),
    "limits": lambda _: TextDialog(LIMITS_TITLE, LIMITS),
    "marks": lambda _: MarkerDialog([""] * 9),
    "screen": lambda _: ScreenDialog([Area(0, 0, 800, 600)]),
    "recordings": RecordingsDialog,
}
"""Each made with a folder of its own."""
