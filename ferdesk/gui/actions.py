"""Everything a person can do that is not a choice of source or bundle: one QAction each, with its shortcut."""

from __future__ import annotations

from PyQt5.QtCore import QObject, pyqtSignal
from PyQt5.QtWidgets import QAction, QActionGroup, QMenu, QWidget

from ferdesk.gui.icons import icon
from ferdesk.gui.sure import sure
from ferdesk.gui.words import tr
from ferdesk.settings import AppSettings

_SWITCHES = (
    ("show_box", tr("Show &boxes"), "B"),
    ("show_label", tr("Show &labels"), "L"),
    ("show_bars", tr("Show &scores"), "S"),
    ("show_landmarks", tr("Show land&marks"), "M"),
    ("show_panel", tr("Show &panel"), "F9"),
    ("show_timeline", tr("Show t&imeline"), "F8"),
    ("mirror_camera", tr("Mirr&or the camera"), ""),
    ("repeat", tr("Be&gin again at the end"), ""),
    ("record_video", tr("Keep &video too"), ""),
    ("record_overlay", tr("Boxes and &labels in the video"), ""),
    ("record_blur", tr("&Blur faces in the video"), ""),
)
_THEMES = (("system", tr("Like the s&ystem")), ("dark", tr("&Dark")), ("light", tr("&Light")))


RECORDING = "#e5484d"
"""The sign of a running recording, readable on both themes; its text says so too."""


class Actions(QObject):
    """Plain actions are attributes to connect to; whatever is a setting arrives as `setting_changed(name, value)`."""

    setting_changed = pyqtSignal(str, object)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._color = "#808080"
        self._ended = False
        self.pause = self._action(tr("Pa&use"), "Space")
        self.pause.setCheckable(True)
        self.again = self._action(tr("Start &again"), "F5")
        self.record = self._action(tr("&Record"), "Ctrl+R")
        self.record.setCheckable(True)
        self.snapshot = self._action(tr("Save snapsho&t…"), "Ctrl+S")
        self.snapshot.setIconText(tr("Snapshot"))
        self.next_face = self._action(tr("&Next face"), "N")
        self.previous_face = self._action(tr("Pre&vious face"), "P")
        self.film_back = self._action(tr("Five seconds bac&k"), "Ctrl+Left")
        self.film_on = self._action(tr("Five seconds on&ward"), "Ctrl+Right")
        self.reset = self._action(tr("&Reset sliders"), "Ctrl+0")
        self.full_screen = self._action(tr("&Full screen"), "F11")
        self.quit = self._action(tr("&Quit"), "Ctrl+Q")
        self.switches = {name: self._switch(name, text, key) for name, text, key in _SWITCHES}
        self.switches["show_panel"].setIconText(tr("Panel"))
        self._group = QActionGroup(self)
        self.themes = {name: self._theme(name, text) for name, text in _THEMES}

    def show_settings(self, settings: AppSettings) -> None:
        """Check what `settings` say."""
        for name, action in self.switches.items():
            action.setChecked(getattr(settings, name))
        self.themes[settings.theme].setChecked(True)

    def show_paused(self, paused: bool, *, ended: bool = False) -> None:
        """Pause is on or off, whoever did it. At the end of a source there is nothing to pause: it plays it again."""
        self._ended = ended
        self.pause.setChecked(paused)
        self.pause.setText(tr("Pla&y again") if ended else tr("&Go on") if paused else tr("Pa&use"))
        self.pause.setIcon(icon("play" if paused or ended else "pause", self._color))

    def show_recording(self, on: bool, seconds: float) -> None:
        """A recording runs and is so long, or none does."""
        self.record.setChecked(on)
        self.record.setText(
            tr("Stop &recording ({length})", length=f"{int(seconds) // 60}:{int(seconds) % 60:02}")
            if on
            else tr("&Record")
        )
        self.record.setIcon(icon("stop" if on else "record", RECORDING if on else self._color))

    def set_icon_color(self, color: str) -> None:
        """Redraw the signs for a theme whose text is `color`."""
        self._color = color
        self.show_paused(self.pause.isChecked(), ended=self._ended)
        self.record.setIcon(icon("stop", RECORDING) if self.record.isChecked() else icon("record", color))
        panel = self.switches["show_panel"]
        for action, name in ((self.again, "again"), (self.snapshot, "snapshot"), (panel, "panel")):
            action.setIcon(icon(name, color))

    def fill_source_menu(self, menu: QMenu) -> None:
        """Put what belongs to the Source menu, below the sources, into `menu`."""
        menu.addActions([self.switches["repeat"], self.snapshot, self.quit])
        menu.insertSeparator(self.snapshot)

    def fill_view_menu(self, menu: QMenu) -> None:
        """Put the actions of the View menu into `menu`."""
        menu.addActions([self.pause, self.again, self.film_back, self.film_on, self.next_face, self.previous_face])
        menu.addSeparator()
        menu.addActions([action for name, action in self.switches.items() if name.startswith("show_")])
        menu.addAction(self.switches["mirror_camera"])
        menu.addSeparator()
        menu.addAction(self.reset)
        sure(menu.addMenu(tr("&Theme"))).addActions(list(self.themes.values()))
        menu.addAction(self.full_screen)

    def _action(self, text: str, shortcut: str) -> QAction:
        action = QAction(text, self._window)
        action.setIconVisibleInMenu(False)
        if shortcut:
            action.setShortcut(shortcut)
            action.setToolTip(f"{text.replace('&', '')} ({shortcut})")
        self._window.addAction(action)
        return action

    def _switch(self, name: str, text: str, shortcut: str) -> QAction:
        action = self._action(text, shortcut)
        action.setCheckable(True)
        action.triggered.connect(lambda on: self.setting_changed.emit(name, on))
        return action

    def _theme(self, name: str, text: str) -> QAction:
        action = self._action(text, "")
        action.setCheckable(True)
        action.setActionGroup(self._group)
        action.triggered.connect(lambda: self.setting_changed.emit("theme", name))
        return action
