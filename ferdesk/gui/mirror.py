"""Faces as in a mirror: where they are seen; what was read of them stays."""

from __future__ import annotations

from dataclasses import replace

from ferdesk.types import Face

_OTHER_SIDE = [1, 0, 2, 4, 3]
"""Of each of the five landmarks: pairs are told from the image's left."""


def mirrored(face: Face, width: int) -> Face:
    """The face where it is in the mirrored frame, which is `width` pixels wide; crop and scores are as they were."""
    landmarks = face.landmarks[_OTHER_SIDE]
    landmarks[:, 0] = width - 1 - landmarks[:, 0]  # a whole number is the middle of a pixel, but the edge of a box
    return replace(face, box=replace(face.box, x=width - face.box.x - face.box.width), landmarks=landmarks)
