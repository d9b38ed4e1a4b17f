"""What the viewer's tables have in common: plain rows to read, a row selected at a time, numbers to the right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from PyQt5.QtCore import QSize, Qt
from PyQt5.QtGui import QColor, QIcon, QPainter, QPixmap, QResizeEvent
from PyQt5.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from ferdesk.gui.sure import sure
from ferdesk.overlay import DARK

_DOT = 12
RIGHT = Qt.Alignment(Qt.AlignmentFlag.AlignRight) | Qt.AlignmentFlag.AlignVCenter
LEFT = Qt.Alignment(Qt.AlignmentFlag.AlignLeft) | Qt.AlignmentFlag.AlignVCenter


class ReadTable(QTableWidget):
    """A table to read; the column `wide` takes the room that is left."""

    def __init__(self, name: str, heads: Sequence[str], wide: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(0, len(heads), parent)
        self.setAccessibleName(name)
        self.setHorizontalHeaderLabels(list(heads))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setIconSize(QSize(_DOT, _DOT))
        self.setAlternatingRowColors(False)
        sure(self.verticalHeader()).hide()
        header = sure(self.horizontalHeader())
        header.setHighlightSections(False)
        header.setDefaultAlignment(LEFT)
        self._wide, self._need, self._fitted = wide, 0, False
        self._size_columns()
        sure(self.verticalHeader()).setDefaultSectionSize(self.fontMetrics().height() + 8)

    @contextmanager
    def filling(self, rows: int) -> Iterator[None]:
        """Have so many rows; inside, `put` them. Columns find their width once at the end, not at each cell."""
        header = sure(self.horizontalHeader())
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setRowCount(rows)
        yield
        self._size_columns()

    def put(self, row: int, cells: Sequence[str], numbers: Sequence[int] = ()) -> None:
        """Write a row; the columns in `numbers` stand to the right."""
        for column, text in enumerate(cells):
            item = QTableWidgetItem(text)
            item.setTextAlignment(RIGHT if column in numbers else LEFT)
            item.setToolTip(text)
            self.setItem(row, column, item)

    def _size_columns(self) -> None:
        header = sure(self.horizontalHeader())
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self._need = header.length()
        self._stretch()

    def _stretch(self) -> None:
        """The wide column takes what is left, and where nothing is, it is scrolled to like the others."""
        roomy = sure(self.viewport()).width() >= self._need
        mode = QHeaderView.ResizeMode.Stretch if roomy else QHeaderView.ResizeMode.ResizeToContents
        header = sure(self.horizontalHeader())
        if header.sectionResizeMode(self._wide) != mode:
            header.setSectionResizeMode(self._wide, mode)

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        self._stretch()
        if self._fitted:
            self.fit()

    def right(self, *columns: int) -> None:
        """The heads of these columns stand to the right, as their numbers do."""
        for column in columns:
            sure(self.horizontalHeaderItem(column)).setTextAlignment(RIGHT)

    def text(self, row: int) -> list[str]:
        """What a row says."""
        return [sure(self.item(row, column)).text() for column in range(self.columnCount())]

    def fit(self) -> None:
        """Be as high as the rows are, and no higher; a bar to scroll sideways has room below them."""
        self._fitted = True
        rows = sum(self.rowHeight(row) for row in range(self.rowCount()))
        bar = sure(self.horizontalScrollBar()).sizeHint().height() if self.width() < self._need else 0
        self.setFixedHeight(rows + bar + sure(self.horizontalHeader()).sizeHint().height() + 2 * self.frameWidth() + 2)


def dot(color: str) -> QIcon:
    """A small square of a colour, before a word that says the same."""
    icon = QIcon(_square(color, color))
    icon.addPixmap(_square(color, DARK), QIcon.Mode.Selected)  # untinted, and parted from a line of nearly its colour
    return icon


def _square(color: str, rim: str) -> QPixmap:
    """Twice as large as it is shown, for screens at 200 %."""
    pixmap = QPixmap(2 * _DOT, 2 * _DOT)
    pixmap.fill(QColor(rim))
    painter = QPainter(pixmap)
    painter.fillRect(2, 2, 2 * _DOT - 4, 2 * _DOT - 4, QColor(color))
    painter.end()
    return pixmap
