"""The left side of the viewer: the picture, the bar to move in time, the timeline."""

from __future__ import annotations

from PyQt5.QtCore import Qt
from PyQt5.QtWidgets import QSplitter, QVBoxLayout, QWidget

from ferdesk.gui.video_view import VideoView
from ferdesk.gui.viewer.transport import Transport
from ferdesk.gui.viewer.viewer_actions import ViewerActions
from ferdesk.gui.words import tr
from ferdesk.overlay import OverlayStyle
from ferdesk.playback import Shown

BARE = OverlayStyle(show_box=False, show_label=False, show_bars=False)
"""For pictures that have everything drawn into them already."""


class ViewerStage(QSplitter):
    """Shows what is pushed into it."""

    def __init__(self, actions: ViewerActions, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self.setChildrenCollapsible(False)
        self.view = VideoView()
        self.view.setAccessibleName(tr("Picture of the recording"))
        self.view.setAccessibleDescription(tr("Up and down go from face to face"))
        self.transport = Transport(actions)
        self._actions = actions
        self._shown: Shown | None = None
        self._tracks: tuple[int, ...] = ()
        self._plot: QWidget | None = None
        upper = QWidget()
        layout = QVBoxLayout(upper)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.view, 1)
        layout.addWidget(self.transport)
        self.addWidget(upper)
        for switch in (actions.boxes, actions.labels, actions.scores):
            switch.toggled.connect(self._show)

    def set_timeline(self, plot: QWidget | None) -> None:
        """Put the timeline below, in place of another; None: none."""
        if self._plot is not None:
            self._plot.setParent(None)
            self._plot.deleteLater()
        self._plot = plot
        if plot is not None:
            plot.setMinimumHeight(plot.fontMetrics().height() * 4)
            self.addWidget(plot)
            self.setStretchFactor(0, 1)
            self.setSizes([self.height() * 7 // 10, self.height() * 3 // 10])

    def timeline(self) -> QWidget | None:
        """The timeline below."""
        return self._plot

    def show_frame(self, shown: Shown) -> None:
        """Show a frame of the recording, with what is not drawn into it already."""
        self._shown = shown
        self._show()

    def show_message(self, title: str, detail: str = "") -> None:
        """Take the picture away and say why there is none."""
        self._shown = None
        self.view.show_message(title, detail)

    def select(self, tracks: tuple[int, ...]) -> None:
        """Mark the face of the person who has these tracks."""
        self._tracks = tracks
        self._show()

    def shown(self) -> Shown | None:
        """The frame on show."""
        return self._shown

    def _show(self) -> None:
        if self._shown is None:
            return
        chosen = OverlayStyle(
            self._actions.boxes.isChecked(), self._actions.labels.isChecked(), self._actions.scores.isChecked()
        )
        self.view.set_overlay(BARE if self._shown.drawn else chosen)
        here = [face.track for face in self._shown.result.faces if face.track in self._tracks]
        self.view.show_result(self._shown.result, next(iter(here), None))
