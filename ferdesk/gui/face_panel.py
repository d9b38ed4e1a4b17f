"""The panel of the selected face: label, confidence, who it is, the crop that the network sees, seven bars.

On demand it is held still, with what the answer hangs on in place of the bars.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PyQt5.QtCore import Qt, pyqtSignal
from PyQt5.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ferdesk.emotions import EMOTIONS, UNSURE
from ferdesk.gui.crop_view import CropView
from ferdesk.gui.elided_label import ElidedLabel
from ferdesk.gui.hangs_box import HangsBox
from ferdesk.gui.neutral_box import NeutralBox, NeutralView
from ferdesk.gui.quality_line import QualityLine
from ferdesk.gui.score_bars import ScoreBars
from ferdesk.gui.selection import tracks_from_left
from ferdesk.gui.words import tr
from ferdesk.percent import per_cent
from ferdesk.person import Sign, sign_of
from ferdesk.types import Face, Image

if TYPE_CHECKING:
    from ferdesk.occlusion import Occlusion

_HANGS = tr("Which parts of the face, covered, take most of the score away (H)")
_BACK = tr("The face as it is now (H)")


class FacePanel(QWidget):
    """Shows what is pushed into it and knows nothing of sources or selection."""

    hangs_asked = pyqtSignal()
    """Somebody wants to see what the answer hangs on, or to go back to now."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._crop = CropView()
        self._emotion = QLabel()
        self._emotion.setProperty("role", "emotion")
        self._confidence, self._who = ElidedLabel(), ElidedLabel()  # a name may be long
        for label in (self._confidence, self._who):
            label.setProperty("role", "muted")
        self._bars = ScoreBars()
        self._quality = QualityLine()
        self._hangs, self.hangs = HangsBox(), QPushButton()
        self.hangs.setObjectName("link")
        self.hangs.clicked.connect(self.hangs_asked)
        self._crop.clicked.connect(self.hangs_asked)
        self.held = False
        """True while a moment is held still."""
        self.shown: tuple[Face | None, Sequence[Face]] = (None, ())
        """The face on show and all faces of its frame; while one is held still, those that would be on show."""
        self.calibrate = QPushButton()
        self.calibrate.setToolTip(tr("Look relaxed for 5 seconds: from then on that face counts as neutral (Ctrl+L)"))
        self.neutral = NeutralBox()
        self._people: Mapping[int, Sign] = {}
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._layout()
        self._hangs.setMinimumHeight(self._bars.sizeHint().height())  # nothing below moves for a few words
        self._set_held(False)
        self.show_neutral(NeutralView(), possible=False)
        self.show_face(None, ())

    def set_people(self, people: Mapping[int, Sign]) -> None:
        """How to call whom, by track."""
        self._people = people

    def show_face(self, face: Face | None, faces: Sequence[Face]) -> None:
        """Show `face`, one of `faces` of the same frame; None where nobody is in view.

        While a face is held still it stays, until it is another person's.
        """
        before, self.shown = self.shown[0], (face, faces)
        if self.held and face is not None and before is not None and face.track == before.track:
            return
        self._let_go()
        self.hangs.setEnabled(face is not None)
        if face is None:
            self._show_nobody(len(faces))
            return
        scores = face.smoothed if face.smoothed is not None else face.scores
        self._emotion.setText(tr(face.emotion.label if face.emotion is not None else UNSURE).capitalize())
        self._confidence.setText(_confidence_in_words(face))
        self._who.setText(_place_in_words(face, faces, self._people))
        self._crop.show_crop(face.crop)
        self._bars.show_scores(scores, face.emotion)
        self._quality.show_quality(face.quality)

    def hold(self, face: Face, faces: Sequence[Face], occlusion: Occlusion, picture: Image) -> None:
        """Keep showing `face` as it was, with its map: `picture` uint8 [n, n, 3] BGR."""
        now = self.shown
        self.show_face(face, faces)
        self.shown = now
        self._crop.show_map(picture)
        self._hangs.show_occlusion(occlusion)
        self._set_held(True)

    def go_on(self) -> None:
        """Show what is on show now."""
        self._let_go()
        self.show_face(*self.shown)

    def show_neutral(self, view: NeutralView, *, possible: bool) -> None:
        """How the calibration of the selected person stands, and whether one can begin."""
        self.neutral.show_view(view)
        words = tr("Calibrate &neutral") if view.state is None else tr("A&gain")
        if words != self.calibrate.text():
            self.calibrate.setText(words)
            self.calibrate.setAccessibleName(
                tr("Calibrate neutral") if view.state is None else tr("Calibrate neutral again")
            )
        self.calibrate.setVisible(not view.measuring)
        self.calibrate.setEnabled(possible)

    def _let_go(self) -> None:
        if self.held:
            self._crop.show_map(None)
            self._set_held(False)

    def _set_held(self, held: bool) -> None:
        self.held = held
        self._bars.setVisible(not held)
        self._hangs.setVisible(held)
        self.hangs.setText(tr("Back to no&w") if held else tr("&What it hangs on"))
        self.hangs.setToolTip(_BACK if held else _HANGS)

    def _show_nobody(self, others: int) -> None:
        self._emotion.setText(tr("No face") if others == 0 else "…")
        self._confidence.setText(tr("Nobody is in view") if others == 0 else "")
        self._who.setText("")
        self._crop.show_crop(None)
        self._bars.show_scores(None, None)
        self._quality.show_nobody()

    def _layout(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(3)
        words.addStretch()
        for label in (self._emotion, self._confidence, self._who):
            words.addWidget(label)
        words.addSpacing(4)
        words.addWidget(self._quality)
        words.addWidget(self.hangs, 0, Qt.AlignmentFlag.AlignLeft)
        words.addStretch()
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(self._crop)
        head.addLayout(words, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addLayout(head)
        layout.addWidget(self._bars)
        layout.addWidget(self._hangs)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.neutral, 1)
        row.addWidget(self.calibrate, 1)
        layout.addLayout(row)


def _confidence_in_words(face: Face) -> str:
    if face.emotion is not None:
        return tr("{confidence} confident", confidence=per_cent(face.confidence))
    scores = face.smoothed if face.smoothed is not None else face.scores
    if scores is None:
        return ""
    return tr(
        "perhaps {emotion}, {confidence}",
        emotion=tr(EMOTIONS[int(scores.argmax())]),
        confidence=per_cent(face.confidence),
    )


def _place_in_words(face: Face, faces: Sequence[Face], people: Mapping[int, Sign]) -> str:
    order = tracks_from_left(faces)
    if face.track is None:
        return ""
    sign = people.get(face.track) or sign_of(face.track)
    who = sign.text if sign.named else tr("Person {sign}", sign=sign.text)
    if face.track not in order:
        return tr("{who}, who left", who=who)
    if len(order) < 2:
        return who
    return tr("{who}, {place} of {number}", who=who, place=order.index(face.track) + 1, number=len(order))
