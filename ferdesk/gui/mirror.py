"""Faces as in a mirror: where they are seen; what was read of them stays."""

from __future__ import annotations

from dataclasses import replace

from ferdesk.geometry import mirrored_landmarks
from ferdesk.types import Face


def mirrored(face: Face, width: int) -> Face:
    """The face where it is in the mirrored frame, which is `width` pixels wide; crop and scores are as they were."""
    box = replace(face.box, x=width - face.box.x - face.box.width)  # of a box a whole number is the edge of a pixel
    return replace(face, box=box, landmarks=mirrored_landmarks(face.landmarks, width))
