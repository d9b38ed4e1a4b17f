"""The About window: three pages of plain text that can be selected, copied and read with the keyboard."""

from __future__ import annotations

from PyQt5.QtWidgets import QDialog, QTabWidget, QTextBrowser, QVBoxLayout, QWidget

from ferdesk.gui.about import about_page, card_page, licences_page
from ferdesk.gui.fit import fit
from ferdesk.gui.sure import sure
from ferdesk.gui.text_dialog import close_button, text_browser
from ferdesk.gui.words import tr

TITLE = tr("About ferdesk")


class AboutDialog(QDialog):
    """Of the bundle given, by name or path."""

    def __init__(self, bundle: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(TITLE)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        sure(self.tabs.tabBar()).setDrawBase(False)
        sure(self.tabs.tabBar()).setAccessibleName(tr("Pages"))
        pages = (
            (tr("&About"), about_page(bundle)),
            (tr("&Model card"), card_page(bundle)),
            (tr("&Licences"), licences_page()),
        )
        for title, markdown in pages:
            self.tabs.addTab(text_browser(title.replace("&", ""), markdown), title)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 16, 24, 18)
        layout.addWidget(self.tabs)
        layout.addWidget(close_button(self))
        fit(self, 104, 36)

    def text(self, page: int) -> str:
        """What a page shows, without its marks."""
        browser = self.tabs.widget(page)
        assert isinstance(browser, QTextBrowser)
        return browser.toPlainText()
