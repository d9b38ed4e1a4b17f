"""Who keeps a key that is a shortcut of the window: Space presses the focused button and checks the focused line."""

from __future__ import annotations

from PyQt5.QtCore import QEvent, QObject, Qt
from PyQt5.QtGui import QKeyEvent
from PyQt5.QtWidgets import QAbstractButton, QComboBox, QWidget


class KeepsSpace(QObject):
    """An event filter; Qt asks the focused widget before it takes a key for a shortcut, and this one answers."""

    def watch(self, *widgets: QWidget) -> None:
        """Let these widgets have Space while they have the focus."""
        for widget in widgets:
            widget.installEventFilter(self)

    def watch_buttons(self, *parents: QWidget) -> None:
        """Let every button, check box and combo box in `parents` have Space while it has the focus.

        They get the focus by Tab, no longer by a click: who uses the mouse still has Space for the window.
        """
        for parent in parents:
            for widget in (*parent.findChildren(QAbstractButton), *parent.findChildren(QComboBox)):
                if widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
                    widget.setFocusPolicy(Qt.FocusPolicy.TabFocus)
                    self.watch(widget)

    def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
            if plain and event.key() == Qt.Key.Key_Space:
                event.accept()
                return True
        return super().eventFilter(watched, event)
