"""The Tools menu: batch labelling."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PyQt5.QtWidgets import QMenu, QWidget

from ferdesk.gui.engine import Engine
from ferdesk.gui.sure import sure
from ferdesk.gui.words import tr
from ferdesk.settings import AppSettings

if TYPE_CHECKING:
    from ferdesk.gui.batch.dialog import BatchDialog


class ToolsMenu(QMenu):
    """Makes the dialog when it is first wanted, and keeps it with what was typed. `close_tools` ends a running job."""

    def __init__(self, engine: Callable[[], Engine], settings: Callable[[], AppSettings], window: QWidget) -> None:
        """`engine` and `settings` give those that hold now."""
        super().__init__(tr("Too&ls"), window)
        self._engine, self._settings, self._window = engine, settings, window
        self._batch: BatchDialog | None = None
        self.batch = sure(self.addAction(tr("&Label pictures and videos…")))
        self.batch.setShortcut("Ctrl+Shift+B")
        self.batch.triggered.connect(self.show_batch)
        window.addAction(self.batch)

    @property
    def dialog(self) -> BatchDialog:
        """The batch dialog."""
        from ferdesk.gui.batch.dialog import BatchDialog

        if self._batch is None:
            self._batch = BatchDialog(self._engine, self._settings, self._window)
        return self._batch

    def show_batch(self) -> None:
        """Open the batch dialog, or bring it to the front."""
        self.dialog.show()
        self.dialog.raise_()
        self.dialog.activateWindow()

    def close_tools(self) -> None:
        """Stop what runs, without a question: it can be gone on with. For good; may be called again."""
        if self._batch is not None:
            self._batch.shut()
