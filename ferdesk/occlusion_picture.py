"""An occlusion map as a picture: the heat over the enlarged crop, and the scale of its colours. Pure; any thread."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from ferdesk.occlusion import Occlusion
from ferdesk.types import Image


def heat_map(occlusion: Occlusion, side: int) -> Image:
    """The crop, its pixels left visible, in colours from dark blue to yellow: uint8 [side, side, 3] BGR.

    Where the score does not fall it is dark, where it falls by `occlusion.brightest` bright. The colours are cividis,
    which eyes of every kind see in the same order (J. R. Nunez et al., "Optimizing colormaps with consideration for
    color vision deficiency", PLOS ONE 2018).
    """
    falls = np.maximum(occlusion.falls, 0.0)  # first, for beside a place that rises the curve would swing up
    smooth = cv2.resize(falls, (side, side), interpolation=cv2.INTER_CUBIC)
    strength = np.clip(smooth / occlusion.brightest, 0.0, 1.0)
    return _colored(enlarged(occlusion.crop, side), strength)


def scale(width: int, height: int) -> Image:
    """The colours of `heat_map` over mid grey, from dark on the left to bright: uint8 [height, width, 3] BGR."""
    strength = np.tile(np.linspace(0.0, 1.0, width, dtype=np.float32), (height, 1))
    return _colored(np.full((height, width), 128, np.uint8), strength)


def enlarged(crop: Image, side: int) -> Image:
    """A crop with its pixels left visible, uint8 [side, side]."""
    return np.asarray(cv2.resize(crop, (side, side), interpolation=cv2.INTER_NEAREST), np.uint8)


def _colored(grey: NDArray[np.uint8], strength: NDArray[np.float32]) -> Image:
    colors = cv2.applyColorMap(np.rint(255 * strength).astype(np.uint8), cv2.COLORMAP_CIVIDIS)
    return np.asarray(cv2.addWeighted(cv2.cvtColor(grey, cv2.COLOR_GRAY2BGR), 0.5, colors, 0.62, -10.0), np.uint8)
