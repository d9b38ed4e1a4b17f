"""The Help menu and what it opens: limits, the notice of the first start, about."""

from __future__ import annotations

from PyQt5.QtCore import Qt, pyqtSignal
from PyQt5.QtWidgets import QMenu, QWidget

from ferdesk.gui.about_dialog import TITLE, AboutDialog
from ferdesk.gui.notice import Notice
from ferdesk.gui.sure import sure
from ferdesk.gui.text_dialog import TextDialog
from ferdesk.gui.texts import LIMITS, LIMITS_TITLE
from ferdesk.gui.words import tr


class HelpMenu(QMenu):
    """What it opens stands before the window and holds nothing up."""

    notice_read = pyqtSignal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(tr("&Help"), window)
        self._window = window
        self._bundle = "default"
        self._about: AboutDialog | None = None
        limits = sure(self.addAction(f"&{LIMITS_TITLE}"))
        limits.setShortcut("F1")
        limits.triggered.connect(self.show_limits)
        sure(self.addAction(tr("The &notice of the first start"))).triggered.connect(self.show_notice)
        sure(self.addAction(f"&{TITLE}")).triggered.connect(self.show_about)

    def set_bundle(self, bundle: str) -> None:
        """The bundle in use, by name or path: its card is shown in About."""
        self._bundle = bundle

    def show_notice(self) -> None:
        """Show the notice; `notice_read` follows when a person says so."""
        notice = Notice(self._window)
        notice.accepted.connect(self.notice_read)
        notice.more_wanted.connect(self.show_about)
        notice.open()

    def show_limits(self) -> None:
        """Show what ferdesk can and cannot see."""
        TextDialog(LIMITS_TITLE, LIMITS, self._window).open()

    def show_about(self) -> None:
        """Show version, figures of the bundle in use, its card and the licences."""
        self.leave_about()
        self._about = AboutDialog(self._bundle, self._window)
        self._about.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._about.finished.connect(self._forget_about)
        self._about.open()

    def leave_about(self) -> None:
        """Close About, if it is open, and leave no thread of it."""
        if self._about is not None:
            self._about.reject()

    def _forget_about(self) -> None:
        self._about = None
