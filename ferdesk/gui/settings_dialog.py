"""The dialog of all settings, made from their list: a tab a group, a row a setting, each with a way back."""

from __future__ import annotations

from PyQt5.QtCore import QEvent, QObject, Qt, pyqtSignal
from PyQt5.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QPushButton,
    QScrollArea,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from ferdesk.gui.fit import fit, room
from ferdesk.gui.number_editor import NumberEditor
from ferdesk.gui.setting_row import SettingRow
from ferdesk.gui.sure import sure
from ferdesk.gui.text_dialog import close_button
from ferdesk.gui.words import tr
from ferdesk.settings import RULES, AppSettings

_MARGIN = 16


class SettingsDialog(QDialog):
    """What is changed holds at once. Values are pushed in by `show_settings`."""

    changed = pyqtSignal(str, object)
    """Name and value of a setting, as a person wants it."""
    reset_all = pyqtSignal()
    taken_back = pyqtSignal()
    """The last `reset_all` was a mistake."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Settings"))
        self.rows = {name: SettingRow(name, rule) for name, rule in RULES.items() if rule.group}
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        sure(self.tabs.tabBar()).setDrawBase(False)
        sure(self.tabs.tabBar()).setAccessibleName(tr("Groups of settings"))
        for group in dict.fromkeys(row.rule.group for row in self.rows.values()):
            self.tabs.addTab(self._page([row for row in self.rows.values() if row.rule.group == group]), tr(group))
        self._can_take_back = False
        buttons = close_button(self)
        self.all = QPushButton()
        self.all.setAutoDefault(False)
        buttons.addButton(self.all, QDialogButtonBox.ButtonRole.ResetRole)
        self.all.clicked.connect(self._reset_or_take_back)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_MARGIN, 14, _MARGIN, 16)
        layout.setSpacing(12)
        layout.addWidget(self.tabs)
        layout.addWidget(buttons)
        self.setTabOrder(self.all, buttons.button(QDialogButtonBox.StandardButton.Close))  # Tab missed the latter
        self._offer(False)
        fit(self, 92, 39)

    def show_settings(self, settings: AppSettings, bundle_threshold: float | None) -> None:
        """Show what holds now; `bundle_threshold` is the loaded bundle's own, None before it is loaded."""
        own = self.rows["unsure_threshold"].editor
        if isinstance(own, NumberEditor):
            own.set_fallback(bundle_threshold or 0.0)
        for name, row in self.rows.items():
            row.show_value(getattr(settings, name))

    def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:
        """Let the wheel scroll the page instead of changing what happens to lie under the pointer."""
        if sure(event).type() == QEvent.Type.Wheel and isinstance(watched, QWidget) and not watched.hasFocus():
            sure(event).ignore()
            return True
        return super().eventFilter(watched, event)

    def _page(self, rows: list[SettingRow]) -> QScrollArea:
        inner = QWidget()
        inner.setObjectName("page")
        layout = QVBoxLayout(inner)
        layout.setContentsMargins(8, 18, 14, 12)
        layout.setSpacing(18)
        for row in rows:
            row.edited.connect(self._edited)
            for widget in row.editor.findChildren(QWidget):
                widget.installEventFilter(self)
            layout.addWidget(row)
        layout.addStretch(1)
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inner)
        for widget in inner.findChildren(QWidget):
            widget.ensurePolished()  # the sheet's paddings count
        width = inner.minimumSizeHint().width() + sure(area.verticalScrollBar()).sizeHint().width()
        area.setMinimumWidth(min(width, room().width() - 2 * _MARGIN))
        return area

    def _edited(self, name: str, value: object) -> None:
        self._offer(False)
        self.changed.emit(name, value)

    def _reset_or_take_back(self) -> None:
        take_back = self._can_take_back
        self._offer(not take_back)
        (self.taken_back if take_back else self.reset_all).emit()

    def _offer(self, take_back: bool) -> None:
        self._can_take_back = take_back
        self.all.setText(tr("&Take that back") if take_back else tr("All to &defaults"))
