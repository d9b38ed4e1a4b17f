"""Quality: what makes one face hard to read, measured on its box, landmarks and crop. numpy alone, any thread.

Every threshold but `SMALLEST` stands between a milder case that cost the bundled network less than about three points
of accuracy and a harder one that cost more, on FER2013's PublicTest with the detector in the loop (3,536 faces found;
disturbed was every third, of which 68.6 % are read rightly as they are). `SMALLEST` stands where fewer than half of the
faces are found. `SMALLEST` to `MOST_TILTED` say what was measured.

On three films of one person and three pictures of one to six, 628 faces, one was told as turned and none as anything
else. Of three who walk by in a film of 41 frames one is told as blurred in all, one in 28, one in 1. Of two in
conversation, 112 faces in 56 frames, 70 are told as turned, and 6 of those as blurred too.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from ferdesk.types import Box, Image, Landmarks

SMALLEST = 32.0
"""Pixels of the box. Of faces enlarged, set on a plain ground and shrunk to 56 pixels the detector found 89 %, 73 % at
36, 50 % at 32, 42 % at 28, 20 % at 24 and 9 % at 22. Those found lost 0.5 points at 32 and at no size from 24 up more
than 2.6, against the same faces 155 pixels wide; the crops of all, cut where the large face has its landmarks, lost 0.4
at 32, 1.6 at 26, 2.7 at 22 and 4.1 at 20. So this flaw tells of being missed more than of being misread."""

DARKEST = 24.0
"""Mean grey level. A camera's noise of 2 levels put over crops with a quarter of their light (mean 33) took away 1.2
points, over 15 % of it (mean 20) 3.8, over 10 % (mean 13) 8.3."""

BRIGHTEST = 0.25
"""Share of the crop at 250 or above. Exposed 1.3 times (median share 0.11) crops lost nothing, 1.6 times (0.34) 4.3
points; of the crops as they are 1 % have more than 0.17, and those are read as well as the others."""

FLATTEST = 7.0
"""Standard deviation in grey levels. With the same noise a deviation of 11.6 cost half a point, 7.1 2.7, 5.0 8.7."""

BLURRIEST = 0.025
"""Of `sharpness`. A Gaussian of 1 crop pixel (median 0.024) cost 1.9 points, one of 1.25 (0.014) 5.4; a movement of 4
pixels across (0.028) or along (0.023) 4.5. Of the crops as they are 0.5 % lie below, of which 56 % are read rightly."""

MOST_TURNED = 25.0
"""Degrees. Faces turned less than 7 degrees were read rightly in 72 %, by 19 to 25 in 68 %, by 25 to 35 in 63 %, by
more than 54 in 44 %: to 25 degrees about as many as of all, from there on fewer."""

MOST_TILTED = 35.0
"""Degrees. Pictures turned by 30 lost nothing, by 40 4.5 points, and 18 % of the faces were no longer found."""

NOSE = 0.43
"""How far the tip of the nose stands out before the eyes, in distances of the eyes.

Of a head turned by t the eyes' distance e shrinks with cos t, the height h from eyes to mouth stays, and the nose moves
sideways by NOSE * sin t: with r = shift / e, (h / e)^2 grows as 1 + (r / NOSE)^2. Fitted on the same 3,536 faces."""


class Flaw(StrEnum):
    """One thing that makes a face hard to read; its value is the word in tables."""

    SMALL = "small"
    DARK = "dark"
    BRIGHT = "bright"
    FLAT = "flat"
    BLURRED = "blurred"
    TURNED = "turned"
    TILTED = "tilted"


@dataclass(frozen=True, slots=True)
class Quality:
    """What was measured of one face."""

    size: float
    """The shorter side of the box in pixels of the frame."""
    light: float
    """Mean grey level of the crop, 0..255."""
    glare: float
    """Share of the crop's pixels at 250 or above, 0..1."""
    contrast: float
    """Standard deviation of the crop in grey levels, 0..127.5."""
    sharpness: float
    """Variance of the second difference over the crop's own variance, in whichever direction it is less: movement
    blurs one direction only, which a Laplacian (J. L. Pech-Pacheco et al., "Diatom autofocusing in brightfield
    microscopy", ICPR 2000) would average away. 0 where the crop has one grey level."""
    turn: float
    """Degrees that the head is turned to a side, -90..90; positive: the nose points to the right of the picture."""
    tilt: float
    """Degrees that the head leans in the picture's plane, -180..180, positive clockwise."""

    @property
    def flaws(self) -> tuple[Flaw, ...]:
        """What is beyond its threshold, in the order of Flaw."""
        found = (
            (Flaw.SMALL, self.size < SMALLEST),
            (Flaw.DARK, self.light < DARKEST),
            (Flaw.BRIGHT, self.glare > BRIGHTEST),
            (Flaw.FLAT, self.contrast < FLATTEST),
            (Flaw.BLURRED, self.sharpness < BLURRIEST),
            (Flaw.TURNED, abs(self.turn) > MOST_TURNED),
            (Flaw.TILTED, abs(self.tilt) > MOST_TILTED),
        )
        return tuple(flaw for flaw, is_so in found if is_so)

    @property
    def words(self) -> str:
        """The flaws for people, such as "small: 31 px, turned 35°"; empty where there is none."""
        return ", ".join(self._in_words(flaw) for flaw in self.flaws)

    def _in_words(self, flaw: Flaw) -> str:
        match flaw:
            case Flaw.SMALL:
                return f"small: {self.size:.0f} px"
            case Flaw.BRIGHT:
                return "too bright"
            case Flaw.FLAT:
                return "little contrast"
            case Flaw.TURNED:
                return f"turned {_about(self.turn)}°"
            case Flaw.TILTED:
                return f"tilted {_about(self.tilt)}°"
            case _:
                return flaw.value


def quality_of(box: Box, landmarks: Landmarks, crop: Image) -> Quality:
    """The quality of a face: its box and landmarks in pixels of the frame, its crop uint8 [n, n]. Takes 0.05 ms."""
    grey = crop.astype(np.float32)
    light = float(grey.mean())
    variance = max(0.0, _mean_square(grey) - light * light)
    turn, tilt = pose(landmarks)
    return Quality(
        size=min(box.width, box.height),
        light=light,
        glare=np.count_nonzero(crop >= 250) / crop.size,
        contrast=math.sqrt(variance),
        sharpness=min(_bend(grey), _bend(grey.T)) / variance if variance > 0.0 else 0.0,
        turn=turn,
        tilt=tilt,
    )


def pose(landmarks: Landmarks) -> tuple[float, float]:
    """Degrees that a head is turned to a side and tilted, of float32 [5, 2]; see Quality. 0.0 where points coincide.

    The midline runs from between the eyes to between the corners of the mouth; turned by t, the tip of the nose leaves
    it by NOSE * tan(t) of the distance between the eyes (weak perspective).
    """
    one, other, nose, corner, corner2 = (complex(x, y) for x, y in landmarks.tolist())
    middle = (one + other) / 2
    down = (corner + corner2) / 2 - middle
    if down == 0.0:
        return 0.0, 0.0
    right = down / abs(down) * -1j  # a quarter turn against the clock, for y runs downwards
    shift, eyes = (_along(nose - middle, right), _along(other - one, right))
    turn = math.degrees(math.atan2(shift, NOSE * abs(eyes)))
    return turn, math.degrees(math.atan2(right.imag, right.real))


def _along(vector: complex, direction: complex) -> float:
    """How far `vector` goes in a direction of length 1."""
    return (vector * direction.conjugate()).real


def _bend(grey: NDArray[np.float32]) -> float:
    """Mean square of the second differences along the rows; their mean is next to nothing."""
    return _mean_square(grey[:, 2:] - 2 * grey[:, 1:-1] + grey[:, :-2])


def _mean_square(values: NDArray[np.float32]) -> float:
    return float(np.vdot(values, values)) / values.size


def _about(degrees: float) -> int:
    """To the nearest five: more than that the landmarks do not know, and the number does not tremble."""
    return 5 * round(abs(degrees) / 5)
