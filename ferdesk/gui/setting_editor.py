"""SettingEditor: the widget by which one setting is changed, chosen by its rule."""

from __future__ import annotations

from PyQt5.QtCore import QSignalBlocker, Qt, pyqtSignal
from PyQt5.QtWidgets import QCheckBox, QComboBox, QFileDialog, QHBoxLayout, QLineEdit, QPushButton, QWidget

from ferdesk.gui.words import tr
from ferdesk.setting import Rule


class SettingEditor(QWidget):
    """`edited(value)` fires for what a person does, not for `show_value`."""

    edited = pyqtSignal(object)

    def __init__(self, rule: Rule) -> None:
        super().__init__()
        self.rule = rule
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(10)

    def show_value(self, value: object) -> None:
        """Show `value` without telling anybody."""
        raise NotImplementedError

    def takes_focus(self, widget: QWidget, part: str = "") -> None:
        """`widget` is what is reached by Tab; it is called as the setting is, with `part` where there are several."""
        widget.setAccessibleName(f"{tr(self.rule.title)}, {part}" if part else tr(self.rule.title))
        widget.setAccessibleDescription(tr(self.rule.help))
        if self.focusProxy() is None:
            self.setFocusProxy(widget)


class SwitchEditor(SettingEditor):
    """On or off."""

    def __init__(self, rule: Rule) -> None:
        super().__init__(rule)
        self.box = QCheckBox(tr(rule.title))
        self.box.toggled.connect(self.edited.emit)
        self.takes_focus(self.box)
        self.row.addWidget(self.box)
        self.row.addStretch(1)

    def show_value(self, value: object) -> None:
        blocker = QSignalBlocker(self.box)
        self.box.setChecked(bool(value))
        blocker.unblock()


class ChoiceEditor(SettingEditor):
    """One of a few words."""

    def __init__(self, rule: Rule) -> None:
        super().__init__(rule)
        self.choice = QComboBox()
        for choice in rule.choices:
            self.choice.addItem(tr(choice).capitalize(), choice)
        self.choice.activated.connect(lambda at: self.edited.emit(self.choice.itemData(at)))
        self.takes_focus(self.choice)
        self.row.addWidget(self.choice)
        self.row.addStretch(1)

    def show_value(self, value: object) -> None:
        self.choice.setCurrentIndex(self.choice.findData(value))


class TextEditor(SettingEditor):
    """A line of text; told when Enter is pressed or the line is left."""

    def __init__(self, rule: Rule) -> None:
        super().__init__(rule)
        self.line = QLineEdit()
        self.line.editingFinished.connect(self._finish)
        self._told = ""
        self.takes_focus(self.line)
        self.row.addWidget(self.line, 1)

    def show_value(self, value: object) -> None:
        self._told = str(value)
        self.line.setText(self._told)

    def _finish(self) -> None:
        self.tell(self.line.text().strip())

    def tell(self, text: str) -> None:
        """Take `text` as what the person wants."""
        if text != self._told:
            self.show_value(text)
            self.edited.emit(text)


class FolderEditor(TextEditor):
    """A folder, typed or chosen."""

    def __init__(self, rule: Rule) -> None:
        super().__init__(rule)
        self.choose = QPushButton(tr("Choose…"))
        self.choose.setAutoDefault(False)
        self.choose.clicked.connect(self._ask)
        self.takes_focus(self.choose, "choose")
        self.row.addWidget(self.choose)

    def _ask(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, tr(self.rule.title), self.line.text())
        if folder:
            self.tell(folder)


class BundleEditor(SettingEditor):
    """A bundle that came along, or a file of one's own."""

    def __init__(self, rule: Rule) -> None:
        super().__init__(rule)
        self.choice = QComboBox()
        self.choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.choice.setMinimumContentsLength(20)
        self.choice.activated.connect(lambda at: self.edited.emit(self.choice.itemText(at)))
        self.choose = QPushButton(tr("Choose…"))
        self.choose.setAutoDefault(False)
        self.choose.clicked.connect(self._ask)
        self.takes_focus(self.choice)
        self.takes_focus(self.choose, tr("choose a file"))
        self.row.addWidget(self.choice, 1)
        self.row.addWidget(self.choose)

    def show_value(self, value: object) -> None:
        from ferdesk.bundle import available_bundles  # late: it loads onnxruntime

        names = list(dict.fromkeys([*available_bundles(), str(value)]))
        self.choice.clear()
        self.choice.addItems(names)
        for at, name in enumerate(names):
            self.choice.setItemData(at, name, Qt.ItemDataRole.ToolTipRole)
        self.choice.setCurrentText(str(value))

    def _ask(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, tr(self.rule.title), "", tr("Bundles (*.onnx)"))
        if path:
            self.edited.emit(path)


def editor_for(rule: Rule) -> SettingEditor:
    """The editor that suits a rule."""
    from ferdesk.gui.number_editor import NumberEditor

    if rule.kind is bool:
        return SwitchEditor(rule)
    if rule.kind in (int, float):
        return NumberEditor(rule)
    if rule.choices:
        return ChoiceEditor(rule)
    return {"": TextEditor, "folder": FolderEditor, "bundle": BundleEditor}[rule.form](rule)
