"""Which part of the screen to look at: a whole one, or a region drawn with the mouse or given in numbers."""

from __future__ import annotations

from collections.abc import Sequence

from PyQt5.QtCore import QTimer, pyqtSignal
from PyQt5.QtGui import QGuiApplication, QIcon
from PyQt5.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from ferdesk.errors import FerdeskError
from ferdesk.gui.region_picker import RegionPicker
from ferdesk.gui.sure import sure
from ferdesk.gui.words import tr
from ferdesk.screen_area import SMALLEST, Area, parse_area

_GONE_MS = 250
"""Time for the dialog to leave the screen before its picture is taken."""
_SIDES = (("x", tr("Left")), ("y", tr("Top")), ("width", tr("Width")), ("height", tr("Height")))


class ScreenDialog(QDialog):
    """`spec_chosen` carries what `open_source` takes. Numbers are pixels of the whole desktop."""

    spec_chosen = pyqtSignal(str)

    def __init__(self, monitors: Sequence[Area], spec: str = "", parent: QWidget | None = None) -> None:
        """`spec`: the source in use, where the choice begins if it is a part of the screen."""
        super().__init__(parent)
        self.setWindowTitle(tr("Screen"))
        self._monitors = tuple(monitors)
        self._picker: RegionPicker | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_GONE_MS)
        self._timer.timeout.connect(self._pick)
        self.what = QComboBox()
        self.what.setAccessibleName(tr("Part of the screen"))
        for number, monitor in enumerate(self._monitors, 1):
            self.what.addItem(
                tr("Screen {number} ({width} × {height})", number=number, width=monitor.width, height=monitor.height),
                f"screen:{number}",
            )
        self.what.addItem(tr("A region"), "")
        self.sides = {name: self._side(name, text) for name, text in _SIDES}
        self.draw = QPushButton(tr("&Draw it on the screen…"))
        self.draw.setAutoDefault(False)  # Enter is for OK
        self.draw.clicked.connect(self._leave_to_draw)
        self._layout()
        self._begin(spec)
        self.what.currentIndexChanged.connect(self._follow)
        self._follow()

    def spec(self) -> str:
        """What is chosen now."""
        return str(self.what.currentData()) or self.area().spec

    def area(self) -> Area:
        """The region in numbers."""
        return Area(**{name: side.value() for name, side in self.sides.items()})

    def set_area(self, area: Area) -> None:
        """Choose this region."""
        self.what.setCurrentIndex(self.what.count() - 1)
        for name, side in self.sides.items():
            side.setValue(getattr(area, name))

    def accept(self) -> None:
        super().accept()
        self.spec_chosen.emit(self.spec())

    def _begin(self, spec: str) -> None:
        first = self._monitors[0]
        width, height = first.width // 2, first.height // 2
        self.set_area(Area(first.x + width // 2, first.y + height // 2, width, height))
        try:
            chosen = parse_area(spec)
        except FerdeskError:  # another source is in use
            chosen = 1
        if isinstance(chosen, Area):
            self.set_area(chosen)
        else:
            self.what.setCurrentIndex(min(max(chosen, 1), len(self._monitors)) - 1)

    def _follow(self) -> None:
        """Numbers count for a region only."""
        for side in self.sides.values():
            side.setEnabled(not self.what.currentData())

    def _leave_to_draw(self) -> None:
        self.hide()
        self._timer.start()

    def _pick(self) -> None:
        screen = sure(QGuiApplication.screenAt(self.geometry().center()) or QGuiApplication.primaryScreen())
        self._picker = RegionPicker(screen)
        self._picker.picked.connect(self.set_area)
        self._picker.closed.connect(self._come_back)
        self._picker.begin()

    def _come_back(self) -> None:
        self.open()
        sure(self._buttons.button(QDialogButtonBox.StandardButton.Ok)).setFocus()

    def _layout(self) -> None:
        form = QFormLayout()
        form.addRow(tr("&Show"), self.what)
        for name, text in _SIDES:
            form.addRow(f"&{text}", self.sides[name])
        form.addRow("", self.draw)
        note = QLabel(tr("Put ferdesk’s window beside the region, or it will see itself."))
        note.setProperty("role", "muted")
        note.setWordWrap(True)
        buttons = self._buttons = QDialogButtonBox()
        for kind in (QDialogButtonBox.StandardButton.Ok, QDialogButtonBox.StandardButton.Cancel):
            sure(buttons.addButton(kind)).setIcon(QIcon())  # some desktops paint one
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 18)
        layout.setSpacing(14)
        layout.addLayout(form)
        layout.addWidget(note)
        layout.addWidget(buttons)

    def _side(self, name: str, text: str) -> QSpinBox:
        side = QSpinBox()
        least = SMALLEST if name in ("width", "height") else -100_000
        side.setRange(least, 100_000)
        side.setSingleStep(10)
        side.setSuffix(tr(" px"))
        side.setAccessibleName(text)
        return side
