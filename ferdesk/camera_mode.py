"""A camera's resolution and rate, as a person asks for it: `1280x720@30`, `1280x720` or `30`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ferdesk.sources import SourceError

_FORM = re.compile(r"(?:(\d{1,5})\s*[x×]\s*(\d{1,5}))?(?:(?:^|@)(\d{1,3}(?:\.\d+)?)(?:\s*fps)?)?", re.IGNORECASE)
_SMALLEST, _LARGEST = 16, 8192
_FASTEST = 500.0


@dataclass(frozen=True, slots=True, order=True)
class CameraMode:
    """Pixels and pictures a second; 0 leaves it to the camera."""

    width: int = 0
    height: int = 0
    fps: float = 0.0

    @property
    def spec(self) -> str:
        """As it stands behind the @ of a source: "1280x720@30"; "" for the camera's own choice."""
        size = f"{self.width}x{self.height}" if self.width else ""
        rate = f"{self.fps:g}" if self.fps else ""
        return "@".join(part for part in (size, rate) if part)

    @property
    def words(self) -> str:
        """For people: "1280 × 720, 30 fps"."""
        size = f"{self.width} × {self.height}" if self.width else ""
        rate = f"{self.fps:g} fps" if self.fps else ""
        return ", ".join(part for part in (size, rate) if part) or "as the camera likes"


def parse_mode(text: str) -> CameraMode:
    """The mode that `text` means. Raises SourceError saying how one is written."""
    match = _FORM.fullmatch(text.strip())
    if match is None or not text.strip():
        how = "write 1280x720@30 (pixels and pictures a second), 1280x720 or 30"
        raise SourceError(f"{text!r} is no camera mode; {how}")
    width, height, fps = int(match[1] or 0), int(match[2] or 0), float(match[3] or 0.0)
    if match[1] and not all(_SMALLEST <= side <= _LARGEST for side in (width, height)):
        raise SourceError(f"{text}: a camera's sides lie between {_SMALLEST} and {_LARGEST} pixels")
    if match[3] and not 0.0 < fps <= _FASTEST:
        raise SourceError(f"{text}: a camera's rate lies above 0 and up to {_FASTEST:g} pictures a second")
    return CameraMode(width, height, fps)


ANY_MODE = CameraMode()
"""The camera's own choice."""

def worth_choosing(modes: Iterable[CameraMode]) -> tuple[CameraMode, ...]:
    """Of a long list, for each size the fastest mode and the one of 30 fps, smaller sizes first."""
    by_size: dict[tuple[int, int], set[float]] = {}
    for mode in modes:
        by_size.setdefault((mode.width, mode.height), set()).add(mode.fps)
    kept = {size: sorted({max(rates)} | rates & {30.0}) for size, rates in by_size.items()}
    return tuple(CameraMode(*size, fps) for size in sorted(kept) for fps in kept[size])


USUAL_MODES = tuple(
    parse_mode(text)
    for text in ("320x240@30", "640x360@30", "640x480@15", "640x480@30", "800x600@30", "1280x720@30", "1280x720@60",
                 "1920x1080@30")
)  # fmt: skip
"""What most cameras have: to choose from where the system does not tell what one really has."""
