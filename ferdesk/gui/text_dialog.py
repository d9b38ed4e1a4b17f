"""A window with a longer text to read."""

from __future__ import annotations

from PyQt5.QtCore import Qt
from PyQt5.QtGui import QIcon
from PyQt5.QtWidgets import QDialog, QDialogButtonBox, QTextBrowser, QVBoxLayout, QWidget

from ferdesk.gui.fit import fit
from ferdesk.gui.sure import sure


class TextDialog(QDialog):
    """Shows Markdown; links open in the browser."""

    def __init__(self, title: str, markdown: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._text = text_browser(title, markdown)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 18)
        layout.addWidget(self._text)
        layout.addWidget(close_button(self))
        fit(self, 96, 34)

    def text(self) -> str:
        """What is shown, without its marks."""
        return self._text.toPlainText()


def close_button(dialog: QDialog) -> QDialogButtonBox:
    """The row at the bottom of `dialog`, with the button that closes it."""
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    sure(buttons.button(QDialogButtonBox.StandardButton.Close)).setIcon(QIcon())  # some desktops paint one
    buttons.rejected.connect(dialog.reject)
    return buttons


def text_browser(name: str, markdown: str) -> QTextBrowser:
    """A field that shows Markdown, to be read and copied by mouse and by keyboard; `name` is for screen readers."""
    browser = QTextBrowser()
    browser.setOpenExternalLinks(True)
    flags = browser.textInteractionFlags()
    flags |= Qt.TextInteractionFlag.TextSelectableByKeyboard
    browser.setTextInteractionFlags(flags)
    sure(browser.document()).setDocumentMargin(8)
    browser.setMarkdown(markdown)
    browser.setAccessibleName(name)
    return browser
