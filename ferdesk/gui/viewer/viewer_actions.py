"""Everything a person can do in the viewer: one QAction each, with its shortcut."""

from __future__ import annotations

from PyQt5.QtCore import QObject
from PyQt5.QtWidgets import QAction, QMenu, QMenuBar, QWidget

from ferdesk.gui.icons import icon
from ferdesk.gui.sure import sure
from ferdesk.gui.words import tr


class ViewerActions(QObject):
    """Attributes to connect to."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._color = "#808080"
        self.play = self._action(tr("&Play"), "Space", "play")
        self.play.setCheckable(True)
        self.start = self._action(tr("To the &beginning"), "Home", "start")
        self.end = self._action(tr("To the &end"), "End", "end")
        self.previous_frame = self._action(tr("One frame b&ack"), "Left", "step_back")
        self.next_frame = self._action(tr("One frame &on"), "Right", "step")
        self.previous_marker = self._action(tr("Pre&vious marker"), "Ctrl+Left", "marker_back")
        self.next_marker = self._action(tr("&Next marker"), "Ctrl+Right", "marker")
        self.slower = self._action(tr("S&lower"), "Ctrl+Down")
        self.faster = self._action(tr("&Faster"), "Ctrl+Up")
        self.closer = self._action(tr("Timeline &closer"), "+")
        self.farther = self._action(tr("Timeline &farther"), "-")
        self.whole = self._action(tr("&Whole timeline"), "0")
        self.boxes = self._switch(tr("Show &boxes"), "B")
        self.labels = self._switch(tr("Show &labels"), "L")
        self.scores = self._switch(tr("Show &scores"), "S")
        self.picture = self._action(tr("Save &picture and timeline…"), "Ctrl+S")
        self.table = self._action(tr("Export &table…"), "Ctrl+E")
        self.report = self._action(tr("Save &report…"), "Ctrl+P")
        self.delete = self._action(tr("&Delete this recording…"), "Shift+Del")
        self.close = self._action(tr("&Close"), "Ctrl+W")
        self.transport = (
            self.start, self.previous_marker, self.previous_frame, self.play, self.next_frame, self.next_marker,
            self.end,
        )  # fmt: skip
        """From left to right."""
        self.set_icon_color(self._color)  # a button without a sign shows its text, and is three times as wide
        self._with_recording = (
            *self.transport, self.slower, self.faster, self.closer, self.farther, self.whole, self.picture, self.table,
            self.report,
        )  # fmt: skip

    def fill(self, bar: QMenuBar) -> None:
        """Put all of them into menus."""
        recording = sure(bar.addMenu(tr("&Recording")))
        recording.addActions([self.picture, self.table, self.report])
        recording.addSeparator()
        recording.addAction(self.delete)
        recording.addSeparator()
        recording.addAction(self.close)
        play: QMenu = sure(bar.addMenu(tr("&Play")))
        play.addActions([self.play, self.previous_frame, self.next_frame, self.previous_marker, self.next_marker])
        play.addActions([self.start, self.end])
        play.addSeparator()
        play.addActions([self.slower, self.faster])
        view = sure(bar.addMenu(tr("&View")))
        view.addActions([self.boxes, self.labels, self.scores])
        view.addSeparator()
        view.addActions([self.closer, self.farther, self.whole])

    def set_ready(self, ready: bool) -> None:
        """There is a recording on show, or none."""
        for action in self._with_recording:
            action.setEnabled(ready)

    def show_playing(self, playing: bool) -> None:
        """It plays or stands, whoever did it."""
        self.play.setChecked(playing)
        self.play.setText(tr("&Pause") if playing else tr("&Play"))
        self.play.setToolTip(tr("Pause (Space)") if playing else tr("Play (Space)"))
        self.play.setProperty("sign", "pause" if playing else "play")
        self.play.setIcon(icon("pause" if playing else "play", self._color))

    def set_icon_color(self, color: str) -> None:
        """Redraw the signs for a theme whose text is `color`."""
        self._color = color
        for action in self.transport:
            action.setIcon(icon(action.property("sign"), color))

    def _action(self, text: str, shortcut: str, sign: str = "") -> QAction:
        action = QAction(text, self._window)
        action.setIconVisibleInMenu(False)
        action.setShortcut(shortcut)
        action.setToolTip(f"{text.replace('&', '').removesuffix('…')} ({shortcut})")
        action.setProperty("sign", sign)
        self._window.addAction(action)
        return action

    def _switch(self, text: str, shortcut: str) -> QAction:
        action = self._action(text, shortcut)
        action.setCheckable(True)
        action.setChecked(True)
        return action
