"""Crops as vectors that are not learnt, or learnt elsewhere: pixels, HOG, dense SIFT, a network's features."""

from __future__ import annotations

import cv2
import numpy as np
import torch
from numpy.typing import NDArray

from ferdesk.train.networks import Network, standardise

Crops = NDArray[np.uint8]
"""uint8 [n, 48, 48]"""

Vectors = NDArray[np.float32]
"""float32 [n, width]"""

_SIFT_STEP = 12
_SIFT_SIZE = 16.0
_BATCH = 256


def pixels(crops: Crops) -> Vectors:
    """[n, 2304]: the standardised grey levels, as a network sees them."""
    return standardise(torch.from_numpy(np.array(crops))).flatten(1).numpy()


def hog(crops: Crops) -> Vectors:
    """[n, 900]: oriented gradients (Dalal & Triggs 2005) in 9 directions, cells of 8 and blocks of 16 pixels."""
    descriptor = cv2.HOGDescriptor((48, 48), (16, 16), (8, 8), (8, 8), 9)
    return np.stack([np.asarray(descriptor.compute(crop), np.float32).ravel() for crop in crops])


def sift(crops: Crops) -> Vectors:
    """[n, 2048]: SIFT (Lowe 2004) at 16 fixed places, square-rooted (Arandjelovic & Zisserman 2012)."""
    places = [
        cv2.KeyPoint(float(x), float(y), _SIFT_SIZE)
        for y in range(_SIFT_STEP // 2, 48, _SIFT_STEP)
        for x in range(_SIFT_STEP // 2, 48, _SIFT_STEP)
    ]
    extractor = cv2.SIFT.create()
    found = np.stack([extractor.compute(crop, places)[1] for crop in crops])
    return np.asarray(np.sqrt(found / np.maximum(found.sum(axis=2, keepdims=True), 1e-6)), np.float32).reshape(
        len(crops), -1
    )


@torch.inference_mode()
def features(network: Network, crops: Crops) -> Vectors:
    """[n, feature_width]: what the network's last layer sees."""
    network.eval()
    batches = torch.split(torch.from_numpy(np.array(crops)), _BATCH)
    return torch.cat([network.features(standardise(batch)).float() for batch in batches]).numpy()
