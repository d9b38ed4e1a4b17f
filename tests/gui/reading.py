"""What a person without a mouse, or with a screen reader, finds in a window: PyQt lacks Qt's own bridge for that."""

from __future__ import annotations

from collections.abc import Iterator

from PyQt5.QtCore import Qt
from PyQt5.QtTest import QTest
from PyQt5.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QGroupBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMainWindow,
    QMenu,
    QMenuBar,
    QScrollBar,
    QTabBar,
    QTabWidget,
    QTextEdit,
    QWidget,
)

_KINDS = (
    QAbstractButton, QAbstractItemView, QAbstractSlider, QAbstractSpinBox, QComboBox, QLineEdit, QTabBar, QTextEdit,
)  # fmt: skip
_PARTS = (QScrollBar, QHeaderView, QMenuBar)
"""Parts of other widgets; the menu bar is reached by Alt and F10."""
_MOST_PRESSES = 300


def interactive(window: QWidget) -> list[QWidget]:
    """What one can see in `window` and do something with; parts of a widget count as that widget."""
    found = []
    for widget in window.findChildren(QWidget):
        shown = widget.isVisibleTo(window) and widget.window() is window
        takes = isinstance(widget, _KINDS) or widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        if shown and takes and not isinstance(widget, _PARTS) and not _is_part(widget) and widget.focusProxy() is None:
            found.append(widget)
    return found


def _is_part(widget: QWidget) -> bool:
    above = widget.parentWidget()
    made_by_qt = widget.objectName().startswith("qt_") and not isinstance(widget, QTabBar)
    whole = isinstance(above, QComboBox | QAbstractSpinBox | QTabBar)
    corner = isinstance(above, QAbstractItemView) and isinstance(widget, QAbstractButton)
    return made_by_qt or whole or corner or isinstance(above, QMenuBar)


def name_of(widget: QWidget) -> str:
    """What a screen reader calls it, as Qt's accessibility finds it; "" for nothing."""
    if widget.accessibleName():
        return widget.accessibleName()
    if isinstance(widget, QAbstractButton | QGroupBox):
        text = widget.text() if isinstance(widget, QAbstractButton) else widget.title()
        return text.replace("&", "") if any(letter.isalnum() for letter in text) else ""
    labels = (label for label in widget.window().findChildren(QLabel) if label.buddy() is widget)
    return next((label.text().replace("&", "") for label in labels), "")


def nameless(window: QWidget) -> list[str]:
    """Those that a screen reader has no name for."""
    both = dict.fromkeys([*interactive(window), *tab_order(window)])
    return [described(widget) for widget in both if not name_of(widget).strip()]


def unreachable(window: QWidget) -> list[str]:
    """Those that Tab does not come to, of those that are enabled; of the others, those that refuse it."""
    wanted = interactive(window)
    reached = set(tab_order(window))
    missed = [widget for widget in wanted if widget.isEnabled() and widget not in reached and not _by_arrows(widget)]
    missed += [w for w in wanted if not w.isEnabled() and not w.focusPolicy() & Qt.FocusPolicy.TabFocus]
    return [described(widget) for widget in missed]


def tab_order(window: QWidget) -> list[QWidget]:
    """What gets the focus, one after the other, from the widget that has it until it comes round again."""
    window.activateWindow()
    QTest.qWaitForWindowActive(window)
    order: list[QWidget] = []
    for _ in range(_MOST_PRESSES):
        now = QApplication.focusWidget()
        if order and now is order[0] and len(order) > 1:
            return order
        if now is not None and now not in order:  # else one link of a text after the other
            order.append(now)
        QTest.keyClick(now or window, Qt.Key.Key_Tab)
    return order


def unseen(window: QWidget) -> list[str]:
    """Those that look the same with the keyboard's focus and without it."""
    order = tab_order(window)
    found = []
    for widget in order:
        pictures = []
        for focused in (order[0] if widget is not order[0] else order[-1], widget):
            focused.setFocus(Qt.FocusReason.TabFocusReason)
            QApplication.processEvents()
            pictures.append(widget.grab().toImage())
        if len(order) > 1 and pictures[0] == pictures[1]:
            found.append(described(widget))
    return found


def duplicated_keys(window: QWidget) -> list[str]:
    """Letters that two visible buttons or labels of one window answer to by Alt."""
    seen: dict[str, list[str]] = {}
    for text in _marked(window):
        letter = text[text.index("&") + 1].lower()
        seen.setdefault(letter, []).append(text)
    return [f"{letter}: {texts}" for letter, texts in seen.items() if len(texts) > 1]


def _marked(window: QWidget) -> Iterator[str]:
    for widget in window.findChildren(QWidget):
        if widget.isVisibleTo(window) and widget.window() is window and isinstance(widget, QAbstractButton | QLabel):
            text = widget.text().replace("&&", "")
            labelled = isinstance(widget, QAbstractButton) or widget.buddy() is not None
            if "&" in text and labelled and not _is_part(widget):
                yield text
        elif isinstance(widget, QTabBar) and widget.isVisibleTo(window):
            yield from (widget.tabText(at) for at in range(widget.count()) if "&" in widget.tabText(at))


def pages(window: QWidget) -> Iterator[None]:
    """Once for each page of the window's tabs; once where it has none."""
    tabs = window.findChildren(QTabWidget)
    if not tabs:
        yield
    for book in tabs:
        for page in range(book.count()):
            book.setCurrentIndex(page)
            yield


def problems(window: QWidget) -> list[str]:
    """Whatever in any page has no name, is not reached by Tab or does not show it, or shares its key with another."""
    found: list[str] = []
    for _ in pages(window):
        found += [f"no name: {words}" for words in nameless(window)]
        found += [f"Tab misses it: {words}" for words in unreachable(window)]
        found += [f"no sign of the focus: {words}" for words in unseen(window)]
        found += [f"one key for two: {words}" for words in duplicated_keys(window)]
    return found


def menu_problems(window: QMainWindow) -> list[str]:
    """Menus with an entry that has no letter to press, or one letter for two."""
    found = []
    for menu in [window.menuBar(), *(menu for menu in window.findChildren(QMenu) if menu.actions())]:
        assert menu is not None
        texts = [action.text().replace("&&", "") for action in menu.actions() if not action.isSeparator()]
        letters = [text[text.index("&") + 1].lower() for text in texts if "&" in text]
        if len(set(letters)) < len(texts):
            found.append(", ".join(texts))
    return found


def _by_arrows(widget: QWidget) -> bool:
    """One of a group of choices: Tab comes to the group, arrows go through it."""
    return isinstance(widget, QAbstractButton) and widget.autoExclusive() and widget.isCheckable()


def described(widget: QWidget) -> str:
    """For the words of a failing test."""
    text = widget.text() if isinstance(widget, QAbstractButton | QLineEdit) else ""
    return f"{type(widget).__name__} {widget.objectName()!r} {text!r} {widget.accessibleName()!r}"
