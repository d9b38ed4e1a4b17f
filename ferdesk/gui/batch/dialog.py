"""The batch dialog: choose, start, watch, stop, go on, open what came of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PyQt5.QtCore import QUrl
from PyQt5.QtGui import QDesktopServices, QDragEnterEvent, QDropEvent
from PyQt5.QtWidgets import QDialog, QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from ferdesk.gui.batch import questions
from ferdesk.gui.batch.crop_list import CropList
from ferdesk.gui.batch.form import BatchForm
from ferdesk.gui.batch.job import BatchJob, Headway
from ferdesk.gui.batch.wish import Wish
from ferdesk.gui.batch.words import headway_words, summary_words
from ferdesk.gui.engine import Engine
from ferdesk.gui.fit import fit
from ferdesk.gui.hint_label import HintLabel, Tone
from ferdesk.gui.status_words import sentence
from ferdesk.gui.sure import sure
from ferdesk.gui.words import tr
from ferdesk.paths import is_file
from ferdesk.settings import AppSettings

if TYPE_CHECKING:
    from ferdesk.label import LabelOptions
    from ferdesk.label_summary import Summary

_STEPS = 1000


class BatchDialog(QDialog):
    """Not modal: the live window goes on. Closing it while a job runs asks; `shut` stops without asking."""

    def __init__(
        self, engine: Callable[[], Engine], settings: Callable[[], AppSettings], parent: QWidget | None = None
    ) -> None:
        """`engine` and `settings` give those that hold when a job is started."""
        super().__init__(parent)
        self.setWindowTitle(tr("Label pictures and videos"))
        self.setAcceptDrops(True)
        self._engine, self._settings = engine, settings
        self._unfinished = False
        self.job = BatchJob(self)
        self.form, self.crops = BatchForm(), CropList()
        self.bar = QProgressBar()
        self.bar.setRange(0, _STEPS)
        self.bar.setTextVisible(False)  # the words below say it better
        self.bar.setAccessibleName(tr("Progress"))
        self.words = HintLabel()
        self.start = _button(tr("&Start"), self._press)
        self.start.setDefault(True)
        self.open_table = _button(tr("&Open the table"), lambda: _open(self._wish.output))
        self.open_folder = _button(
            tr("Open the fol&der"), lambda: _open(self._wish.annotate or self._wish.output.parent)
        )
        self.leave = _button(tr("&Close"), self.reject)
        self._wish = self.form.wish()
        self._lay_out()
        self.form.changed.connect(self._forget)
        self.crops.opened.connect(_open)
        self.job.moved.connect(self._show_headway)
        self.job.done.connect(self._show_summary)
        self.job.failed.connect(self._show_failure)
        self._show_state()

    def shut(self) -> None:
        """Stop the job and wait for it. For good; may be called again."""
        self.job.close()

    def reject(self) -> None:
        if self.job.running and not self.job.stopping:  # Qt calls this for Escape and for the window's own button
            if not questions.may_stop(self):
                return
            self.job.stop()
            self._show_state()
        super().reject()

    def dragEnterEvent(self, event: QDragEnterEvent | None) -> None:
        if not self.job.running and sure(sure(event).mimeData()).hasUrls():
            sure(event).acceptProposedAction()

    def dropEvent(self, event: QDropEvent | None) -> None:
        paths = [Path(url.toLocalFile()) for url in sure(sure(event).mimeData()).urls() if url.isLocalFile()]
        if paths:
            self.form.set_paths(paths)
            sure(event).acceptProposedAction()

    def options(self, wish: Wish, *, resume: bool, overwrite: bool) -> LabelOptions:
        """What `ferdesk label` would be asked for."""
        from ferdesk.label import LabelOptions
        from ferdesk.label_steps import Sampling

        engine = self._engine()
        return LabelOptions(
            wish.paths, wish.output, engine.bundle, engine.provider, engine.threads, self._settings().pipeline(),
            Sampling(fps=wish.fps), wish.annotate, overwrite=overwrite, resume=resume, quiet=True,
        )  # fmt: skip

    def _press(self) -> None:
        if self.job.running:
            self.job.stop()
            self._show_state()
        elif self._unfinished:
            self._begin(resume=True)
        else:
            self._start()

    def _start(self) -> None:
        self._wish = self.form.wish()
        if not self._wish.paths:
            self._say(tr("Choose a folder, pictures or videos first."), "warning")
            self.form.paths.setFocus()
            return
        found = self._wish.finds()
        answer = questions.go_on_or_replace(self, found) if found else "replace"
        if answer != "cancel":
            self.bar.setValue(0)
            self._begin(resume=answer == "go on", overwrite=answer == "replace")

    def _begin(self, *, resume: bool, overwrite: bool = False) -> None:
        self.crops.begin()
        self._say(tr("Looking for pictures and videos …"), "news")
        self.job.start(self.options(self._wish, resume=resume, overwrite=overwrite))
        self._unfinished = False
        self._show_state()

    def _show_headway(self, headway: Headway) -> None:
        self.bar.setValue(round(_STEPS * headway.done / max(1, headway.files)))
        self.crops.show_seen(headway.seen)
        if not self.job.stopping:
            self._say(headway_words(headway), "news")

    def _show_summary(self, summary: Summary) -> None:
        self._unfinished = summary.stopped
        if not summary.stopped:
            self.bar.setValue(_STEPS)
        self._say(summary_words(summary), "warning" if summary.unreadable else "news")
        self._show_state()

    def _show_failure(self, words: str) -> None:
        self._say(sentence(words), "bad")
        self._show_state()

    def _forget(self) -> None:
        """The form asks for something else than the job that was stopped."""
        self._unfinished = False
        self._show_state()

    def _say(self, text: str, tone: Tone) -> None:
        self.words.show_hint(text, tone)

    def _show_state(self) -> None:
        running, stopping = self.job.running, self.job.stopping
        self.form.setEnabled(not running)
        idle = tr("&Go on") if self._unfinished else tr("&Start")
        self.start.setText(tr("Stopping …") if stopping else tr("&Stop") if running else idle)
        self.start.setEnabled(not stopping)
        for button in (self.open_table, self.open_folder):
            button.setEnabled(is_file(self._wish.output))

    def _lay_out(self) -> None:
        note = QLabel(
            tr(
                "Read with the window’s bundle and settings, and written as ferdesk label does. The live picture goes "
                "on meanwhile; Space in its window pauses it, and labelling is quicker."
            )
        )
        note.setWordWrap(True)
        note.setProperty("role", "small")
        buttons = QHBoxLayout()
        for button in (self.open_table, self.open_folder):
            buttons.addWidget(button)
        buttons.addStretch(1)
        for button in (self.leave, self.start):
            buttons.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 18)
        layout.setSpacing(12)
        for widget in (self.form, note, self.bar, self.words):
            layout.addWidget(widget)
        layout.addWidget(self.crops, 1)
        layout.addLayout(buttons)
        fit(self, 108, 36)


def _button(text: str, pressed: Callable[[], None]) -> QPushButton:
    button = QPushButton(text)
    button.setAutoDefault(False)
    button.clicked.connect(lambda: pressed())
    return button


def _open(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
