"""A row of the settings dialog: title, editor, what it means, and the way back to the default."""

from __future__ import annotations

from PyQt5.QtCore import pyqtSignal
from PyQt5.QtWidgets import QGridLayout, QLabel, QPushButton, QWidget

from ferdesk.gui.setting_editor import SwitchEditor, editor_for
from ferdesk.gui.words import tr
from ferdesk.setting import Rule
from ferdesk.settings import AppSettings


class SettingRow(QWidget):
    """`edited(name, value)` fires for what a person does, the way back included."""

    edited = pyqtSignal(str, object)

    def __init__(self, name: str, rule: Rule) -> None:
        super().__init__()
        self.name, self.rule = name, rule
        self._default = getattr(AppSettings(), name)
        self.editor = editor_for(rule)
        self.editor.edited.connect(self._edited)
        self.back = QPushButton(tr("Default"))
        self.back.setProperty("role", "small")
        self.back.setAutoDefault(False)
        self.back.setAccessibleName(tr("{title}, back to the default", title=tr(rule.title)))
        self.back.clicked.connect(lambda: self._edited(self._default))
        means = QLabel(tr(rule.help))
        means.setWordWrap(True)
        means.setProperty("role", "small")
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setHorizontalSpacing(16)
        layout.setVerticalSpacing(3)
        layout.setColumnMinimumWidth(0, self.fontMetrics().averageCharWidth() * 22)
        layout.setColumnStretch(1, 1)
        title = QLabel("" if isinstance(self.editor, SwitchEditor) else tr(rule.title))  # a switch bears its own
        title.setBuddy(self.editor)
        layout.addWidget(title, 0, 0)
        layout.addWidget(self.editor, 0, 1)
        layout.addWidget(self.back, 0, 2)
        layout.addWidget(means, 1, 1)
        self.show_value(self._default)

    def show_value(self, value: object) -> None:
        """Show `value` without telling anybody."""
        self.editor.show_value(value)
        self.back.setEnabled(value != self._default)

    def _edited(self, value: object) -> None:
        self.show_value(value)
        self.edited.emit(self.name, value)
