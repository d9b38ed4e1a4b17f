"""The card of a person: how a row of the list is painted, and how its name is typed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PyQt5.QtCore import QAbstractItemModel, QModelIndex, QRectF, QSize, Qt
from PyQt5.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPalette, QPen, QPixmap
from PyQt5.QtWidgets import QLineEdit, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ferdesk.emotions import Emotion
from ferdesk.gui.icons import icon
from ferdesk.gui.people_model import emotion_in_words, time_in_words, title
from ferdesk.gui.qimage import qimage
from ferdesk.gui.score_bars import bar_color
from ferdesk.gui.words import tr
from ferdesk.person import LONGEST_NAME, Person

_PAD = 8.0
_GAP = 3.0
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
_FADED = 0.45
"""Opacity of what was seen last of somebody who left."""


@dataclass(frozen=True, slots=True)
class _Places:
    """Where the parts of a card lie."""

    card: QRectF
    stripe: QRectF
    crop: QRectF
    name: QRectF
    time: QRectF
    emotion: QRectF
    bars: QRectF


class PersonCard(QStyledItemDelegate):
    """Paints a Person: stripe in their colour, crop, name, time in view, emotion, seven small bars."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._signs: dict[tuple[str, str], QPixmap] = {}

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:
        return QSize(200, card_height(QFontMetricsF(option.font)))

    def paint(self, painter: QPainter | None, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        person = index.data(Qt.ItemDataRole.UserRole)
        if painter is None or not isinstance(person, Person):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        places = _places(QRectF(option.rect), QFontMetricsF(option.font))
        _paint_ground(painter, option, places.card)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(person.color))
        painter.drawRoundedRect(places.stripe, 2, 2)
        _paint_crop(painter, places.crop, person, option.palette)
        self._paint_words(painter, option, places, person)
        painter.setOpacity(1.0 if person.here else _FADED)
        _paint_bars(painter, places.bars, person, option.palette)
        painter.restore()

    def createEditor(self, parent: QWidget | None, option: QStyleOptionViewItem, index: QModelIndex) -> QWidget | None:
        editor = QLineEdit(parent)
        editor.setObjectName("personName")
        editor.setMaxLength(LONGEST_NAME)
        editor.setText(index.data(Qt.ItemDataRole.EditRole))
        editor.setPlaceholderText(index.data(Qt.ItemDataRole.DisplayRole))
        editor.setAccessibleName(tr("Name of {displayrole}", displayrole=index.data(Qt.ItemDataRole.DisplayRole)))
        return editor

    def setEditorData(self, editor: QWidget | None, index: QModelIndex) -> None:
        """Nothing: rows change ten times a second, and would take back what is being typed."""

    def setModelData(self, editor: QWidget | None, model: QAbstractItemModel | None, index: QModelIndex) -> None:
        if (
            isinstance(editor, QLineEdit)
            and model is not None
            and editor.text() != index.data(Qt.ItemDataRole.EditRole)
        ):
            model.setData(index, editor.text())

    def updateEditorGeometry(
        self, editor: QWidget | None, option: QStyleOptionViewItem, index: QModelIndex
    ) -> None:  # fmt: skip
        if editor is not None:
            places = _places(QRectF(option.rect), QFontMetricsF(option.font))
            room = places.name.united(places.time)
            height = max(room.height(), editor.sizeHint().height())
            editor.setGeometry(
                round(room.left() - 6), round(room.center().y() - height / 2), round(room.width() + 8), round(height)
            )

    def _paint_words(self, painter: QPainter, option: QStyleOptionViewItem, places: _Places, person: Person) -> None:
        palette = option.palette
        plain, muted = palette.color(QPalette.ColorRole.Text), palette.color(QPalette.ColorRole.PlaceholderText)
        signs = [name for name, on in (("pin", person.pinned), ("hidden", person.hidden)) if on]
        bold = QFont(option.font)
        bold.setWeight(QFont.Weight.DemiBold)
        painter.setFont(bold)
        painter.setPen(plain if person.here else muted)
        side = places.name.height() * 0.8
        room = places.name.adjusted(0, 0, -len(signs) * (side + 4), 0)
        metrics = QFontMetricsF(bold)
        name = metrics.elidedText(title(person), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, _LEFT, name)
        x = room.left() + metrics.horizontalAdvance(name) + 6
        for sign in signs:
            target = QRectF(x, room.center().y() - side / 2, side * 1.25, side)
            painter.drawPixmap(target.toRect(), self._sign(sign, muted.name()))
            x += side + 4
        painter.setFont(option.font)
        painter.setPen(muted)
        painter.drawText(places.time, _RIGHT, time_in_words(person.seconds))
        words = (
            emotion_in_words(person)
            if person.here
            else tr("Left; last {person}", person=emotion_in_words(person).lower())
        )
        painter.setPen(plain if person.here and person.face.emotion is not None else muted)
        painter.drawText(places.emotion, _LEFT, _fitting(words, person.note, option.font, places.emotion.width()))

    def _sign(self, name: str, color: str) -> QPixmap:
        if (name, color) not in self._signs:
            self._signs[name, color] = icon(name, color).pixmap(75, 60)
        return self._signs[name, color]


def _fitting(words: str, note: str, font: QFont, width: float) -> str:
    """Both in this width. The note is whole if it can be: it counts down, and the bars tell the emotion too."""
    metrics = QFontMetricsF(font)
    behind = f" · {note}" if note else ""
    left = width - metrics.horizontalAdvance(behind)
    if left < metrics.horizontalAdvance("…"):
        return metrics.elidedText(note, Qt.TextElideMode.ElideRight, width)
    return metrics.elidedText(words, Qt.TextElideMode.ElideRight, left) + behind


def card_height(metrics: QFontMetricsF) -> int:
    """Height of a card in device-independent pixels, with the gap to the next."""
    return round(2.6 * metrics.height() + 2 * _PAD + _GAP)


def _places(rect: QRectF, metrics: QFontMetricsF) -> _Places:
    card = rect.adjusted(1, 1, -1, -_GAP)
    inner = card.adjusted(_PAD, _PAD, -_PAD, -_PAD)
    stripe = QRectF(inner.left() - 2, inner.top(), 4, inner.height())
    crop = QRectF(stripe.right() + 7, inner.top(), inner.height(), inner.height())
    left, line = crop.right() + 10, inner.height() / 2
    time = metrics.horizontalAdvance("0:00:00")
    bars = min(7 * 10.0, (inner.right() - left) / 3)
    return _Places(
        card, stripe, crop,
        QRectF(left, inner.top(), inner.right() - left - time - 6, line),
        QRectF(inner.right() - time, inner.top(), time, line),
        QRectF(left, inner.top() + line, inner.right() - left - bars - 8, line),
        QRectF(inner.right() - bars, inner.top() + line + 3, bars, line - 4),
    )  # fmt: skip


def _paint_ground(painter: QPainter, option: QStyleOptionViewItem, card: QRectF) -> None:
    chosen = bool(option.state & QStyle.StateFlag.State_Selected)
    under = bool(option.state & QStyle.StateFlag.State_MouseOver)
    focus = chosen and bool(option.state & QStyle.StateFlag.State_HasFocus)
    edge = option.palette.color(QPalette.ColorRole.Highlight if focus else QPalette.ColorRole.Mid)
    painter.setPen(QPen(edge, 1.5 if focus else 1.0) if chosen or under else Qt.PenStyle.NoPen)
    painter.setBrush(option.palette.color(QPalette.ColorRole.AlternateBase if chosen else QPalette.ColorRole.Base))
    painter.drawRoundedRect(card, 8, 8)


def _paint_crop(painter: QPainter, place: QRectF, person: Person, palette: QPalette) -> None:
    outline = QPainterPath()
    outline.addRoundedRect(place, 6, 6)
    painter.fillPath(outline, palette.color(QPalette.ColorRole.Mid))
    if person.face.crop is None:
        return
    pixels = np.ascontiguousarray(person.face.crop)
    painter.save()
    painter.setClipPath(outline, Qt.ClipOperation.IntersectClip)
    painter.setOpacity(1.0 if person.here else _FADED)
    painter.drawImage(place, qimage(pixels))
    painter.restore()


def _paint_bars(painter: QPainter, place: QRectF, person: Person, palette: QPalette) -> None:
    """Seven upright bars on their ground, in the order of the emotions."""
    scores = person.face.smoothed if person.face.smoothed is not None else person.face.scores
    step = place.width() / len(Emotion)
    painter.setPen(Qt.PenStyle.NoPen)
    for emotion in Emotion:
        groove = QRectF(place.left() + emotion * step + 1, place.top(), step - 2, place.height())
        painter.fillRect(groove, palette.color(QPalette.ColorRole.Mid))
        if scores is not None:
            groove.setTop(place.bottom() - max(1.0, place.height() * min(max(float(scores[emotion]), 0.0), 1.0)))
            painter.fillRect(groove, bar_color(emotion, palette))
