"""StandIn: whether the demo may take the place of a source that shows no picture, whether it did, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ferdesk.gui.status_words import sentence
from ferdesk.gui.words import tr

if TYPE_CHECKING:
    from ferdesk.live import LiveStats

DEMO = "demo"


class StandIn:
    """Of one source that a person wants, from its opening on. Opens nothing itself."""

    def __init__(self, spec: str = "", allowed: bool = False) -> None:
        """`allowed`: the demo may take the place of `spec`. Never of a stream: it may begin later."""
        self._spec = spec
        self._may = allowed and spec != DEMO and "://" not in spec
        self.stands_for = ""
        """The source that was to be opened, while the demo plays because it was not there; else empty."""
        self.why = ""
        """The sentence that tells so."""

    @property
    def may(self) -> bool:
        """Whether the demo may take the place of what is open now."""
        return self._may

    def has_shown(self) -> None:
        """The source has shown a picture: from now on it is waited for."""
        self._may = False

    def is_due(self, stats: LiveStats, bundle_failed: bool) -> bool:
        """True if the source never showed a picture and another one might."""
        return self._may and stats.source_state in ("lost", "ended") and not bundle_failed  # a bundle is not its fault

    def take_place(self, why: str) -> None:
        """The demo plays from now on, because of `why`."""
        self._may = False
        self.stands_for = self._spec
        why = sentence(why.removesuffix("; trying again"))
        self.why = tr("{why} The demo plays for now; F5 tries again.", why=why)
