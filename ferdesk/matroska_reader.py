"""Pictures of a film that matroska.py wrote, by their time: no index is needed, so a killed recorder's do as well.

cv2 counts a film of varying rate wrong when it seeks, and a film without an index it walks from the beginning. Here
each picture is a cluster of its own that begins with the same bytes; the one of a moment is found by bisection over the
file, some twenty short reads whatever its length, and the one after it without a search. Belongs to one thread.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import ferdesk.opencv_env  # noqa: F401  isort: skip

import cv2
import numpy as np

from ferdesk.matroska import BLOCK_HEAD, CLUSTER, TIMESTAMP_HEAD
from ferdesk.types import Image

_CHUNK = 64 * 1024
_LENGTH = 8
"""Bytes of a size and of a time."""
_HEAD = len(CLUSTER) + _LENGTH + len(TIMESTAMP_HEAD) + 8


@dataclass(frozen=True, slots=True)
class _Cluster:
    place: int
    end: int
    milliseconds: int


class FilmReader:
    """Reads one film. OSError where there is none."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("rb")
        self._length = path.stat().st_size
        self._last: _Cluster | None = None

    def picture(self, seconds: float) -> Image | None:
        """The BGR picture that was added for this time (to the millisecond); None where the film holds none.

        A film that is still being written may be read too: what is not there yet is looked for again when asked.
        """
        wanted = round(1000 * seconds)
        self._length = self._file.seek(0, 2)
        found = self._near(wanted) or self._search(wanted)
        if found is None or abs(found.milliseconds - wanted) > 1:
            return None
        self._last = found
        return self._decoded(found)

    def close(self) -> None:
        """Close the file. May be called again."""
        self._file.close()

    def _near(self, wanted: int) -> _Cluster | None:
        """The cluster read last or the one after it, if one of them is exactly the one."""
        here = self._last
        for _ in range(2):
            if here is not None and here.milliseconds == wanted:
                return here
            here = None if here is None else self._at(here.end)
        return None

    def _search(self, wanted: int) -> _Cluster | None:
        """The cluster that is nearest in time."""
        low, high = 0, self._length
        before = after = None
        while low < high:
            middle = (low + high) // 2
            cluster = self._from(middle, high)
            if cluster is None:
                high = middle
            elif cluster.milliseconds == wanted:
                return cluster
            elif cluster.milliseconds < wanted:
                before, low = cluster, cluster.end
            else:
                after, high = cluster, middle
        near = [cluster for cluster in (before, after) if cluster is not None]
        return min(near, key=lambda cluster: abs(cluster.milliseconds - wanted), default=None)

    def _from(self, place: int, stop: int) -> _Cluster | None:
        """The first whole cluster that begins in [place, stop)."""
        while place < stop:
            data = self._read(place, min(_CHUNK, stop - place) + len(CLUSTER) - 1)
            at = data.find(CLUSTER)
            while at >= 0:
                cluster = self._at(place + at)
                if cluster is not None:
                    return cluster
                at = data.find(CLUSTER, at + 1)
            place += _CHUNK
        return None

    def _at(self, place: int) -> _Cluster | None:
        """The whole cluster that begins at `place`; None where these bytes are none."""
        head = self._read(place, _HEAD)
        if len(head) < _HEAD or not head.startswith(CLUSTER) or head[4:5] != b"\x01":
            return None
        start = len(CLUSTER) + _LENGTH
        end = place + start + int.from_bytes(head[5:start], "big")
        if head[start : start + len(TIMESTAMP_HEAD)] != TIMESTAMP_HEAD or end > self._length:
            return None
        return _Cluster(place, end, int.from_bytes(head[-8:], "big"))

    def _decoded(self, cluster: _Cluster) -> Image | None:
        data = self._read(cluster.place, cluster.end - cluster.place)[_HEAD:]
        start = data.find(BLOCK_HEAD)
        jpeg = np.frombuffer(data, np.uint8)[start + len(BLOCK_HEAD) :]
        image = cv2.imdecode(jpeg, cv2.IMREAD_COLOR) if start >= 0 and jpeg.size else None
        return None if image is None else np.asarray(image, np.uint8)

    def _read(self, place: int, size: int) -> bytes:
        self._file.seek(place)
        return self._file.read(size)
