"""From what the live pipeline says of itself to what the status line shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ferdesk.gui.engine import Model
from ferdesk.gui.status_line import Status

if TYPE_CHECKING:
    from ferdesk.live import LiveStats


def status_of(name: str, stats: LiveStats, paused: bool, model: Model | None, standing: str) -> Status:
    """The status of the source `name`; `standing` is the sentence that holds while nothing else is to be said."""
    held = paused and stats.source_state in ("running", "stale")
    provider, bundle = (model.provider, model.name) if model is not None else ("", "")
    state, sent = "paused" if held else stats.source_state, stats.delivered
    return Status(
        name, state, stats.fps, stats.latency_ms, stats.dropped, provider, bundle, _message(stats) or standing,
        (sent.width, sent.height), length=stats.length, sent_fps=sent.fps,
    )  # fmt: skip


def _message(stats: LiveStats) -> str:
    """What is wrong, or odd; "" if nothing is."""
    calm = stats.source_state in ("running", "ended") or stats.message.startswith("opening ")
    text = stats.remark if calm else stats.message
    return sentence(text) if text else ""


def sentence(text: str) -> str:
    """`text` with a capital at its beginning, if it begins with a plain word, and a full stop at its end."""
    text = text.strip()
    first = text[:1].upper() if text.partition(" ")[0].isalpha() else text[:1]  # but holiday.mp4 is a name
    return first + text[1:] + ("" if text.endswith((".", "!", "?")) else ".")
