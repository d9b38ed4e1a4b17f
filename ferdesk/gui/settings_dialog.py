"""The dialog of all settings, made from their list: a tab a group, a row a setting, each with a way back."""

from __future__ import annotations

from PyQt5.QtCore import pyqtSignal
from PyQt5.QtGui import QShowEvent
from PyQt5.QtWidgets import QDialog, QDialogButtonBox, QPushButton, QTabWidget, QVBoxLayout, QWidget

from ferdesk.gui.fit import fit
from ferdesk.gui.number_editor import NumberEditor
from ferdesk.gui.setting_row import SettingRow
from ferdesk.gui.settings_tab import MARGIN, SettingsTab
from ferdesk.gui.sure import sure
from ferdesk.gui.text_dialog import close_button
from ferdesk.gui.words import tr
from ferdesk.settings import RULES, AppSettings


class SettingsDialog(QDialog):
    """What is changed holds at once. Values are pushed in by `show_settings`.

    All its rows together take longer to make than the live picture may be held up. `make_next` makes them piece by
    piece; what is missing when they are needed is made then.
    """

    changed = pyqtSignal(str, object)
    """Name and value of a setting, as a person wants it."""
    reset_all = pyqtSignal()
    taken_back = pyqtSignal()
    """The last `reset_all` was a mistake."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Settings"))
        self._rows: dict[str, SettingRow] = {}
        self._missing = list(dict.fromkeys(rule.group for rule in RULES.values() if rule.group))
        self.complete = self._can_take_back = False
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        sure(self.tabs.tabBar()).setDrawBase(False)
        sure(self.tabs.tabBar()).setAccessibleName(tr("Groups of settings"))
        self.all = QPushButton()
        self.all.setAutoDefault(False)
        self.all.clicked.connect(self._reset_or_take_back)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, 14, MARGIN, 16)
        layout.setSpacing(12)
        layout.addWidget(self.tabs)
        self._offer(False)

    def make_next(self) -> bool:
        """Make the next tab, or at last the buttons, which Tab reaches after it. False once all is made."""
        if self._missing:
            self._make_tab(self._missing.pop(0))
        elif not self.complete:
            self.complete = True
            self._make_buttons()
        return not self.complete

    @property
    def rows(self) -> dict[str, SettingRow]:
        """All rows, by the names of their settings."""
        self._make_all()
        return self._rows

    def show_settings(self, settings: AppSettings, bundle_threshold: float | None) -> None:
        """Show what holds now; `bundle_threshold` is the loaded bundle's own, None before it is loaded."""
        own = self.rows["unsure_threshold"].editor
        if isinstance(own, NumberEditor):
            own.set_fallback(bundle_threshold or 0.0)
        for name, row in self.rows.items():
            row.show_value(getattr(settings, name))

    def showEvent(self, event: QShowEvent | None) -> None:
        self._make_all()
        super().showEvent(event)

    def _make_all(self) -> None:
        while self.make_next():
            pass

    def _make_tab(self, group: str) -> None:
        tab = SettingsTab(group)
        tab.edited.connect(self._edited)
        self._rows |= tab.rows
        self.tabs.addTab(tab, tr(group))
        tab.widen()

    def _make_buttons(self) -> None:
        buttons = close_button(self)
        buttons.addButton(self.all, QDialogButtonBox.ButtonRole.ResetRole)
        sure(self.layout()).addWidget(buttons)
        self.setTabOrder(self.all, buttons.button(QDialogButtonBox.StandardButton.Close))  # Tab missed the latter
        fit(self, 92, 39)

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
