"""ferdesk: facial expressions, read offline and in real time. Importing it costs nothing until a name is used."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ferdesk.recognizer import Recognizer

    __version__: str

__all__ = ["Recognizer", "__version__"]


def __getattr__(name: str) -> Any:
    if name == "Recognizer":
        from ferdesk.recognizer import Recognizer

        return Recognizer
    if name == "__version__":
        from importlib.metadata import version

        return version("ferdesk")
    raise AttributeError(f"module 'ferdesk' has no attribute {name!r}")
