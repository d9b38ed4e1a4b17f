"""Which source is wanted, where the choice came from, and a camera that comes while the demo stands in for one.

GUI thread only; the watch's thread does no more here than emit `_came`.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PyQt5.QtCore import QObject, Qt, pyqtSignal
from PyQt5.QtWidgets import QInputDialog, QWidget

from ferdesk.errors import FerdeskError
from ferdesk.gui.engine import Engine
from ferdesk.gui.hints import Hints, Origin
from ferdesk.gui.preferences import Preferences
from ferdesk.gui.session import Session
from ferdesk.gui.source_menu import SourceMenu
from ferdesk.gui.words import tr
from ferdesk.paths import home_path, is_folder
from ferdesk.settings import RULES

if TYPE_CHECKING:
    from ferdesk.camera_spec import CameraSpec
    from ferdesk.camera_watch import CameraWatch
    from ferdesk.sources import CameraInfo


class SourceControl(QObject):
    """Joins the menu of sources, the settings and the session. `to_open`: open `spec` now."""

    to_open = pyqtSignal()
    _came = pyqtSignal(object)

    def __init__(
        self, menu: SourceMenu, session: Session, preferences: Preferences, hints: Hints, asked: str | None,
        window: QWidget,
    ) -> None:  # fmt: skip
        """`asked`: the source of the command line, which no demo replaces; None: the one of the settings."""
        super().__init__(window)
        self.spec = asked or preferences.now.source
        """The source that is wanted, as `open_source` takes it."""
        self.insists = asked is not None
        """Whether the demo must not take its place."""
        self._menu, self._session, self._preferences, self._hints = menu, session, preferences, hints
        self._window = window
        self._watch: CameraWatch | None = None
        menu.source_chosen.connect(self.choose)
        menu.folder_changed.connect(lambda folder: preferences.change("folder", folder))
        menu.turned.connect(session.turn)
        menu.slide_seconds_asked.connect(self._ask_slide_seconds)
        menu.told.connect(lambda text: hints.tell(Origin.NEWS, text))
        session.opened.connect(self._opened)
        preferences.changed.connect(self._apply)
        self._came.connect(self._look_at, type=Qt.ConnectionType.QueuedConnection)  # type: ignore[call-arg]

    def open(self, engine: Engine) -> None:
        """Open what is wanted."""
        now = self._preferences.now
        self._session.open(self.spec, engine, now.pipeline(), fall_back=not self.insists, options=now.sources())

    def choose(self, spec: str) -> None:
        """A person wants this source: open it, stay with it, remember it."""
        self.spec, self.insists = spec, True
        self._preferences.change("source", spec)
        self.to_open.emit()

    def drop(self, path: str, others: int) -> None:
        """A file, folder or address was dropped, and so many others with it."""
        self.choose(path)
        if others:
            self._hints.tell(
                Origin.NEWS,
                tr(
                    "Of {others} files {name} was opened; drop a folder to see all of it.",
                    others=others + 1,
                    name=Path(path).name,
                ),
            )

    def close(self) -> None:
        """End the look-out. May be called again."""
        if self._watch is not None:
            self._watch.stop()
            self._watch = None

    def _opened(self, name: str) -> None:
        self.close()
        self._menu.set_source(self._session.spec)
        self._menu.set_pages(self._has_pages())
        self._menu.offer("", "")
        self._hints.tell(Origin.OFFER, "")
        if name and self._missing() is not None:
            from ferdesk.camera_watch import CameraWatch

            self._watch = CameraWatch(self._came.emit)
            self._watch.start()

    def _has_pages(self) -> bool:
        return is_folder(home_path(self._session.spec))

    def _missing(self) -> CameraSpec | None:
        """The camera in whose place the demo plays."""
        from ferdesk.camera_spec import parse_camera

        try:
            return parse_camera(self._session.stands_in_for)
        except FerdeskError:
            return None

    def _look_at(self, camera: CameraInfo) -> None:
        """A camera was plugged in: the wanted one is taken, another is offered."""
        from ferdesk.camera_spec import spec_of

        missing = self._missing()
        if missing is None:
            return
        if missing.fits(camera):
            self._hints.tell(Origin.NEWS, tr("{name} was plugged in.", name=camera.name))
            self.to_open.emit()
            return
        self._menu.offer(camera.name, spec_of(camera, (camera,)).text)
        self._hints.tell(Origin.OFFER, tr("{name} was plugged in. F6 or the menu Source takes it.", name=camera.name))

    def _apply(self, name: str) -> None:
        if name == "repeat":
            self._session.set_repeat(self._preferences.now.repeat)

    def _ask_slide_seconds(self) -> None:
        rule, now = RULES["slide_seconds"], self._preferences.now.slide_seconds
        seconds, accepted = QInputDialog.getDouble(
            self._window, tr("Slide show"), tr("Seconds for each picture of a folder:"), now, rule.low, rule.high, 1
        )
        if accepted and seconds != now:
            self._preferences.change("slide_seconds", seconds)
            if self._has_pages():
                self.to_open.emit()
