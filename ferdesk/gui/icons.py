"""The few signs on the toolbar, drawn in the colour of the theme's text."""

from __future__ import annotations

from importlib import resources

from PyQt5.QtCore import QByteArray, QRectF, Qt
from PyQt5.QtGui import QIcon, QImage, QPainter, QPixmap

_STROKED: dict[str, str] = {
    "source": '<rect x="2.5" y="6" width="12" height="12" rx="2.5"/><path d="M14.5 10.5l7-3.5v10l-7-3.5"/>',
    "pause": '<path d="M8 5v14M16 5v14" stroke-width="3"/>',
    "record": '<circle cx="12" cy="12" r="6.5"/>',
    "stop": '<rect x="6.5" y="6.5" width="11" height="11" rx="1.5" stroke-width="3"/>',
    "play": '<path d="M7 4.5v15l12.5-7.5z"/>',
    "snapshot": '<path d="M4 8h3.5l1.5-2.5h6L16.5 8H20a1.5 1.5 0 0 1 1.5 1.5v8A1.5 1.5 0 0 1 20 19H4'
    'a1.5 1.5 0 0 1-1.5-1.5v-8A1.5 1.5 0 0 1 4 8z"/><circle cx="12" cy="13" r="3.2"/>',
    "again": '<path d="M19.5 12a7.5 7.5 0 1 1-2.4-5.5"/><path d="M20 3v4.5h-4.5"/>',
    "pin": '<path d="M9 3.5h6l-1 6.5 3.5 3.5h-11L10 10z"/><path d="M12 13.5v7"/>',
    "hidden": '<path d="M3 12s3.2-6 9-6 9 6 9 6-3.2 6-9 6-9-6-9-6z"/><path d="M4 20L20 4"/>',
    "start": '<path d="M6 5v14M18.5 5v14l-10-7z"/>',
    "end": '<path d="M18 5v14M5.5 5v14l10-7z"/>',
    "step_back": '<path d="M15 5l-7.5 7 7.5 7"/>',
    "step": '<path d="M9 5l7.5 7-7.5 7"/>',
    "marker_back": '<path d="M15 3.5v17M15 4.5h6l-1.8 3 1.8 3h-6M10 9.5l-6 5 6 5"/>',
    "marker": '<path d="M4 3.5v17M4 4.5h6l-1.8 3 1.8 3H4M14.5 9.5l6 5-6 5"/>',
    "panel": '<rect x="3" y="4.5" width="18" height="15" rx="2.5"/><path d="M14.5 4.5v15"/>',
}


def icon(name: str, color: str) -> QIcon:
    """The sign `name` in `color` (`#rrggbb`), sharp up to three times the usual resolution, with room before a text."""
    from PyQt5.QtSvg import QSvgRenderer

    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="{color}" '
        f'stroke-width="1.7" stroke-linecap="round" stroke-linejoin="round">{_STROKED[name]}</svg>'
    )
    renderer = QSvgRenderer(QByteArray(svg.encode()))
    result = QIcon()
    for side in (20, 40, 60):
        image = QImage(side + side // 4, side, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        renderer.render(painter, QRectF(0, 0, side, side))
        painter.end()
        result.addPixmap(QPixmap.fromImage(image))
    return result


def app_icon() -> QIcon:
    """ferdesk's own icon."""
    pixmap = QPixmap()
    pixmap.loadFromData(resources.files("ferdesk.assets").joinpath("icon.png").read_bytes())
    return QIcon(pixmap)
