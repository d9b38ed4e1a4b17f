"""The bar under the menus: source, pause, again, record, snapshot, panel."""

from __future__ import annotations

from PyQt5.QtCore import QEvent, QSize, Qt
from PyQt5.QtWidgets import QMenu, QSizePolicy, QToolBar, QToolButton, QWidget

from ferdesk.gui.actions import Actions
from ferdesk.gui.icons import icon
from ferdesk.gui.sure import sure
from ferdesk.gui.words import tr

_BESIDE = 16
"""Pixels between a sign and its word, and around the word; some too many, lest the bar goes to and fro."""
_CONCERNED = (QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.LayoutRequest, QEvent.Type.ActionChanged)
"""Other room, or other words."""


class ToolBar(QToolBar):
    """Large targets for what is done most; all of it is in the menus too.

    Where there is no room for all words, signs do, but for the source's name and for how long a recording is.
    """

    def __init__(self, sources: QMenu, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(tr("Toolbar"), parent)
        self._brief: list[QToolButton] = []
        self._worded = True
        self.setMovable(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setIconSize(QSize(25, 20))
        self._source = QToolButton()
        self._source.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._source.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._source.setMenu(sources)
        self._source.setText(tr("Source"))
        self._source.setToolTip(tr("Choose a camera, a file or the demo"))
        self._source.setAccessibleName(tr("Source"))
        self.addWidget(self._source)
        self.addActions([actions.pause, actions.again, actions.record, actions.snapshot])
        gap = QWidget()
        gap.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.addWidget(gap)
        self.addAction(actions.switches["show_panel"])
        for button in self.findChildren(QToolButton):
            if button.defaultAction() not in (None, actions.record):
                self._brief.append(button)
            if button.objectName() == "qt_toolbar_ext_button":  # has what a narrow window leaves no room for
                button.setAccessibleName(tr("More"))
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def event(self, event: QEvent | None) -> bool:
        done = super().event(event)
        if sure(event).type() in _CONCERNED:
            self._adapt()
        return done

    def set_icon_color(self, color: str) -> None:
        """Redraw the sign of the source button."""
        self._source.setIcon(icon("source", color))

    def show_source(self, name: str) -> None:
        """Write the present source on its button."""
        metrics = self._source.fontMetrics()
        room = metrics.averageCharWidth() * 28
        self._source.setText(metrics.elidedText(name or tr("Source"), Qt.TextElideMode.ElideMiddle, room))

    def _adapt(self) -> None:
        words = sum(button.fontMetrics().horizontalAdvance(button.text()) + _BESIDE for button in self._brief)
        fits = self.width() >= self.sizeHint().width() + (0 if self._worded else words)
        if fits != self._worded:
            self._worded = fits
            style = Qt.ToolButtonStyle.ToolButtonTextBesideIcon if fits else Qt.ToolButtonStyle.ToolButtonIconOnly
            for button in self._brief:
                button.setToolButtonStyle(style)
