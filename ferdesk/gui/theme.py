"""The app's colours: a dark and a light palette, and the one style sheet that both fill."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from importlib import resources
from pathlib import Path
from string import Template

from PyQt5.QtGui import QColor, QFont, QPalette
from PyQt5.QtWidgets import QApplication


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours by what they are for, as `#rrggbb`. Text on `window` and `surface` has a contrast of 4.5 or more."""

    name: str
    window: str
    surface: str
    raised: str
    border: str
    text: str
    muted: str
    accent: str
    on_accent: str
    good: str
    warning: str
    bad: str
    letterbox: str


DARK = Theme(
    name="dark",
    window="#16181d",
    surface="#1d2027",
    raised="#292d37",
    border="#363b47",
    text="#e9ebf0",
    muted="#a4abb9",
    accent="#6ea8fe",
    on_accent="#0b1220",
    good="#5ec9a6",
    warning="#dfad49",
    bad="#f0757d",
    letterbox="#0e0f13",
)

LIGHT = Theme(
    name="light",
    window="#f4f5f8",
    surface="#ffffff",
    raised="#e9ebf1",
    border="#cfd4de",
    text="#1a1e27",
    muted="#555d6d",
    accent="#1f5fc4",
    on_accent="#ffffff",
    good="#157545",
    warning="#995c00",
    bad="#97111a",
    letterbox="#dde1e8",
)


def chosen_theme(choice: str, system_is_dark: bool) -> Theme:
    """The theme for the setting `choice`: system, dark or light."""
    dark = system_is_dark if choice == "system" else choice == "dark"
    return DARK if dark else LIGHT


def theme_of(palette: QPalette) -> Theme:
    """The theme whose colours a palette has, for widgets that paint by themselves."""
    return LIGHT if palette.color(QPalette.ColorRole.Window).lightness() > 127 else DARK


def apply_theme(theme: Theme) -> None:
    """Give the whole app the colours of `theme`, on Qt's own Fusion style, which looks the same everywhere."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    if not app.styleSheet():  # under a style sheet Qt no longer names the style; to set it anew would polish all twice
        app.setStyle("Fusion")
    app.setPalette(_palette(theme))
    app.setStyleSheet(style_sheet(theme, app.font()))


def style_sheet(theme: Theme, font: QFont) -> str:
    """The filled template; sizes are multiples of the system's own font size."""
    points = font.pointSizeF() if font.pointSizeF() > 0 else 10.0
    sizes = {"small": f"{points * 0.92:.1f}pt", "large": f"{points * 1.25:.1f}pt", "huge": f"{points * 1.9:.1f}pt"}
    folder = Path(str(resources.files("ferdesk.gui")))
    signs = {name: (folder / f"{name}-{theme.name}.svg").as_posix() for name in ("check", "arrow", "up")}
    return Template((folder / "ferdesk.qss").read_text(encoding="utf-8")).substitute(asdict(theme) | sizes | signs)


def _palette(theme: Theme) -> QPalette:
    palette = QPalette()
    for role, color in (
        (QPalette.ColorRole.Window, theme.window),
        (QPalette.ColorRole.WindowText, theme.text),
        (QPalette.ColorRole.Base, theme.surface),
        (QPalette.ColorRole.AlternateBase, theme.raised),
        (QPalette.ColorRole.Text, theme.text),
        (QPalette.ColorRole.BrightText, theme.bad),
        (QPalette.ColorRole.Button, theme.raised),
        (QPalette.ColorRole.ButtonText, theme.text),
        (QPalette.ColorRole.ToolTipBase, theme.raised),
        (QPalette.ColorRole.ToolTipText, theme.text),
        (QPalette.ColorRole.PlaceholderText, theme.muted),
        (QPalette.ColorRole.Mid, theme.border),
        (QPalette.ColorRole.Midlight, theme.raised),
        (QPalette.ColorRole.Dark, theme.letterbox),
        (QPalette.ColorRole.Shadow, theme.letterbox),
        (QPalette.ColorRole.Highlight, theme.accent),
        (QPalette.ColorRole.HighlightedText, theme.on_accent),
        (QPalette.ColorRole.Link, theme.accent),
    ):
        palette.setColor(role, QColor(color))
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(theme.muted))
    return palette
