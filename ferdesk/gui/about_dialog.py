"""The About window: three pages of plain text that can be selected, copied and read with the keyboard."""

from __future__ import annotations

from PyQt5.QtGui import QHideEvent, QShowEvent
from PyQt5.QtWidgets import QDialog, QTabWidget, QTextBrowser, QVBoxLayout, QWidget

from ferdesk.gui.about import about_page, card_page, licences_page
from ferdesk.gui.background import Background
from ferdesk.gui.fit import fit
from ferdesk.gui.sure import sure
from ferdesk.gui.text_dialog import close_button, text_browser
from ferdesk.gui.words import tr

TITLE = tr("About ferdesk")


class AboutDialog(QDialog):
    """Of the bundle given, by name or path. It is read by another thread once the dialog is shown: that takes long."""

    def __init__(self, bundle: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(TITLE)
        self._bundle = bundle
        self._reading = Background("about", self)
        self._reading.done.connect(self._fill)
        self.complete = False
        """Whether the pages have their texts."""
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        sure(self.tabs.tabBar()).setDrawBase(False)
        sure(self.tabs.tabBar()).setAccessibleName(tr("Pages"))
        for title in (tr("&About"), tr("&Model card"), tr("&Licences")):
            self.tabs.addTab(text_browser(title.replace("&", ""), tr("Reading …")), title)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 16, 24, 18)
        layout.addWidget(self.tabs)
        layout.addWidget(close_button(self))
        fit(self, 104, 36)

    def text(self, page: int) -> str:
        """What a page shows, without its marks."""
        return self._page(page).toPlainText()

    def showEvent(self, event: QShowEvent | None) -> None:
        super().showEvent(event)
        if not self.complete:
            bundle = self._bundle
            self._reading.start(lambda: (about_page(bundle), card_page(bundle), licences_page()))

    def hideEvent(self, event: QHideEvent | None) -> None:
        super().hideEvent(event)
        if not sure(event).spontaneous():  # closed, not minimised
            self._reading.stop()

    def _fill(self, texts: tuple[str, ...]) -> None:
        for page, markdown in enumerate(texts):
            self._page(page).setMarkdown(markdown)
        self.complete = True

    def _page(self, page: int) -> QTextBrowser:
        browser = self.tabs.widget(page)
        assert isinstance(browser, QTextBrowser)
        return browser
