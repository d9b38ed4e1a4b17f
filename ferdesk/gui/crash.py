"""What happens to an exception nobody caught, and to Ctrl-C: told, logged, never an abort.

PyQt5 aborts the process when a slot raises, unless `sys.excepthook` is set.
"""

from __future__ import annotations

import signal
import socket
import sys
import threading
import traceback
from collections.abc import Callable
from types import FrameType, TracebackType

from PyQt5.QtCore import QObject, QSocketNotifier, Qt, pyqtSignal

from ferdesk.gui.words import tr


class CrashReporter(QObject):
    """Logs uncaught exceptions of any thread to stderr and emits `reported` in the GUI thread with one sentence."""

    reported = pyqtSignal(str)
    _happened = pyqtSignal(str)  # from any thread

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._happened.connect(self.reported, type=Qt.ConnectionType.QueuedConnection)  # type: ignore[call-arg]
        self._before = (sys.excepthook, threading.excepthook)

    def install(self) -> None:
        """Take over both hooks."""
        sys.excepthook = self._in_gui_thread
        threading.excepthook = self._in_other_thread

    def uninstall(self) -> None:
        """Give the hooks back."""
        sys.excepthook, threading.excepthook = self._before

    def _in_gui_thread(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        traceback.print_exception(kind, error, trace, file=sys.stderr)
        self._happened.emit(_sentence(kind, error, tr("the window")))

    def _in_other_thread(self, args: threading.ExceptHookArgs) -> None:
        name = args.thread.name if args.thread is not None else tr("a thread")
        if args.exc_value is None or args.exc_type is SystemExit:
            return
        traceback.print_exception(args.exc_type, args.exc_value, args.exc_traceback, file=sys.stderr)
        self._happened.emit(_sentence(args.exc_type, args.exc_value, name))


class CtrlC(QObject):
    """Calls `quit_app` in the GUI thread when the terminal sends Ctrl-C; Qt's own loop never looks for it."""

    def __init__(self, quit_app: Callable[[], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._quit_app = quit_app
        self._read, self._write = socket.socketpair()
        self._read.setblocking(False)
        self._write.setblocking(False)
        self._notifier = QSocketNotifier(self._read.fileno(), QSocketNotifier.Type.Read, self)  # type: ignore[arg-type]
        self._notifier.activated.connect(self._wake)
        self._old_fd = signal.set_wakeup_fd(self._write.fileno())
        self._old_handler = signal.signal(signal.SIGINT, self._handle)

    def uninstall(self) -> None:
        """Give the signal back and close the sockets."""
        self._notifier.setEnabled(False)
        signal.set_wakeup_fd(self._old_fd)
        signal.signal(signal.SIGINT, self._old_handler)
        self._read.close()
        self._write.close()

    def _wake(self) -> None:
        self._read.recv(64)  # running this very line lets Python call the handler below

    def _handle(self, number: int, frame: FrameType | None) -> None:
        self._quit_app()


def _sentence(kind: type[BaseException], error: BaseException, where: str) -> str:
    return tr(
        "Something went wrong in {where} ({name}: {error}). ferdesk goes on; details are in the terminal.",
        where=where,
        name=kind.__name__,
        error=error,
    )
