"""Whether the desktop is dark, as far as Qt 5 and the desktop's own words let one know."""

from __future__ import annotations

import os
import sys

from PyQt5.QtCore import QSettings
from PyQt5.QtGui import QGuiApplication, QPalette

_PORTAL_MS = 250


def system_is_dark() -> bool:
    """True for a dark desktop. Ask before the app gets a palette of its own."""
    told = _told_by_windows() if sys.platform == "win32" else _told_by_portal() if sys.platform == "linux" else None
    if told is not None:
        return told
    return QGuiApplication.palette().color(QPalette.ColorRole.Window).lightness() < 128


def _told_by_windows() -> bool | None:
    key = r"HKEY_CURRENT_USER\Software\Microsoft\Windows\CurrentVersion\Themes\Personalize"
    value = QSettings(key, QSettings.Format.NativeFormat).value("AppsUseLightTheme")
    return None if value is None else int(value) == 0


def _told_by_portal() -> bool | None:
    """GNOME, KDE and others answer over D-Bus: 1 is dark, 2 is light, 0 is no preference."""
    if not os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
        return None
    from PyQt5.QtDBus import QDBusConnection, QDBusMessage

    call = QDBusMessage.createMethodCall(
        "org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop", "org.freedesktop.portal.Settings", "Read"
    )
    call.setArguments(["org.freedesktop.appearance", "color-scheme"])
    reply = QDBusConnection.sessionBus().call(call, timeout=_PORTAL_MS)
    values = reply.arguments()
    if reply.type() != QDBusMessage.MessageType.ReplyMessage or not values:
        return None
    return {1: True, 2: False}.get(values[0])
