"""The upper half of the batch dialog: what is to be labelled, into which table, with or without annotated copies."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path

from PyQt5.QtCore import pyqtSignal
from PyQt5.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QFileDialog,
    QGridLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QWidget,
)

from ferdesk.gui.batch.wish import SUFFIXES, Wish, paths_in, proposed
from ferdesk.gui.words import tr
from ferdesk.paths import home_path

_FORMS = {".csv": "csv", ".jsonl": tr("JSON Lines"), ".parquet": tr("Parquet")}


class BatchForm(QWidget):
    """`wish` is what it holds; a table and a folder for copies are proposed until somebody names others."""

    changed = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._own_output = self._own_copies = False
        self.paths = _line(tr("Folders, pictures and videos to label"))
        self.paths.setPlaceholderText(tr("a folder, or files with ; between them"))
        self.folder = _button(tr("&Folder…"), tr("Choose a folder to label"), self._ask_folder)
        self.files = _button(tr("F&iles…"), tr("Choose pictures and videos to label"), self._ask_files)
        self.output = _line(tr("Table to write"))
        self.form = QComboBox()
        self.form.setAccessibleName(tr("Form of the table"))
        for suffix in SUFFIXES:
            if suffix != ".parquet" or find_spec("pyarrow") is not None:
                self.form.addItem(_FORMS[suffix], suffix)
        self.place = _button(tr("&Where…"), tr("Choose where the table goes"), self._ask_output)
        self.annotate = QCheckBox(tr("&Annotated copies in"))
        self.annotate.setToolTip(tr("Copies of all pictures and videos with boxes, labels and scores"))
        self.copies = _line(tr("Folder for annotated copies"))
        self.copies_place = _button(tr("C&hoose…"), tr("Choose a folder for annotated copies"), self._ask_copies)
        self.fps = QDoubleSpinBox()
        self.fps.setRange(0.0, 60.0)
        self.fps.setDecimals(1)
        self.fps.setSpecialValueText(tr("every frame"))
        self.fps.setSuffix(tr(" frames a second"))
        self.fps.setAccessibleName(tr("Frames of videos that are looked at"))
        for low in (self.form, self.fps):
            low.setMinimumHeight(self.output.sizeHint().height())
        self._lay_out()
        self._wire()
        self._follow()

    def wish(self) -> Wish:
        """What is wanted now."""
        copies = home_path(self.copies.text().strip()) if self.annotate.isChecked() else None
        output = home_path(self.output.text().strip())
        return Wish(paths_in(self.paths.text()), output, copies, self.fps.value() or None)

    def set_paths(self, paths: Sequence[Path]) -> None:
        """Label these."""
        self.paths.setText("; ".join(map(str, paths)))

    def _propose(self) -> None:
        paths = paths_in(self.paths.text())
        if paths and not self._own_output:
            self.output.setText(str(proposed(paths)) + self.form.currentData())
        if paths and not self._own_copies:
            self.copies.setText(f"{str(proposed(paths)).removesuffix('-labels')}-labelled")

    def _follow(self) -> None:
        for widget in (self.copies, self.copies_place):
            widget.setEnabled(self.annotate.isChecked())

    def _change_form(self) -> None:
        path = Path(self.output.text())
        if path.suffix.lower() in SUFFIXES:
            self.output.setText(str(path.with_suffix(self.form.currentData())))

    def _show_form(self) -> None:
        at = self.form.findData(Path(self.output.text()).suffix.lower())
        if at >= 0:
            self.form.setCurrentIndex(at)

    def _name_output(self) -> None:
        self._own_output = True

    def _name_copies(self) -> None:
        self._own_copies = True

    def _ask_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, tr("Folder to label"), self.paths.text())
        if folder:
            self.set_paths([Path(folder)])

    def _ask_files(self) -> None:
        from ferdesk.gui.source_menu import file_filters

        files, _ = QFileDialog.getOpenFileNames(self, tr("Pictures and videos to label"), "", file_filters())
        if files:
            self.set_paths([Path(file) for file in files])

    def _ask_output(self) -> None:
        kinds = tr("Tables with a row a face ({suffixes})", suffixes=" ".join(f"*{suffix}" for suffix in SUFFIXES))
        # without the dialog's own question: the job asks whether to go on with what is there
        path, _ = QFileDialog.getSaveFileName(
            self, tr("Table"), self.output.text(), kinds, options=QFileDialog.Option.DontConfirmOverwrite
        )
        if path:
            self._own_output = True
            self.output.setText(path if Path(path).suffix else path + self.form.currentData())

    def _ask_copies(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, tr("Folder for annotated copies"), self.copies.text())
        if folder:
            self._own_copies = True
            self.copies.setText(folder)

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        rows: tuple[tuple[QWidget, QWidget, tuple[QWidget, ...]], ...] = (
            (_label(tr("&Label"), self.paths), self.paths, (self.folder, self.files)),
            (_label(tr("&Table"), self.output), self.output, (self.form, self.place)),
            (self.annotate, self.copies, (self.copies_place,)),
            (_label(tr("Of &videos"), self.fps), self.fps, ()),
        )
        for row, (head, field, buttons) in enumerate(rows):
            grid.addWidget(head, row, 0)
            grid.addWidget(field, row, 1)
            for column, button in enumerate(buttons, 2):
                grid.addWidget(button, row, column, 1, 3 - len(buttons))

    def _wire(self) -> None:
        self.paths.textChanged.connect(self._propose)
        self.output.textEdited.connect(self._name_output)
        self.copies.textEdited.connect(self._name_copies)
        self.output.textChanged.connect(self._show_form)
        self.form.activated.connect(self._change_form)
        self.annotate.toggled.connect(self._follow)
        for signal in (self.paths.textChanged, self.output.textChanged, self.copies.textChanged):
            signal.connect(self.changed)
        self.annotate.toggled.connect(self.changed)
        self.fps.valueChanged.connect(self.changed)


def _line(name: str) -> QLineEdit:
    line = QLineEdit()
    line.setAccessibleName(name)
    line.setToolTip(name)
    return line


def _button(text: str, name: str, pressed: Callable[[], None]) -> QPushButton:
    button = QPushButton(text)
    button.setAccessibleName(name)
    button.setAutoDefault(False)  # Enter is for Start
    button.clicked.connect(lambda: pressed())
    return button


def _label(text: str, buddy: QWidget) -> QLabel:
    label = QLabel(text)
    label.setBuddy(buddy)
    return label
