"""Crops in, calibrated scores out: one onnxruntime session, one batched call a frame.

Any thread may call a Classifier, one at a time is how it is used; onnxruntime lets go of the GIL while it computes.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from ferdesk.bundle import INPUT, OUTPUT, open_bundle
from ferdesk.emotions import EMOTIONS
from ferdesk.providers import PROVIDERS, choose

_BATCH = 64
"""Crops that onnxruntime gets at once: with more, memory grows (in fp32 by megabytes a crop), speed does not."""


class Classifier:
    """A bundle ready to run.

    `bundle` as in `find_bundle`, `provider` a name of PROVIDERS. `threads` within one call: one is the fastest for
    networks this small and leaves the other cores to capture and drawing. Raises BundleError or ProviderError.
    """

    def __init__(self, bundle: str | Path | None = None, *, provider: str = "cpu", threads: int = 1) -> None:
        wanted = choose(provider)
        providers = [wanted] if wanted == PROVIDERS["cpu"] else [wanted, PROVIDERS["cpu"]]
        self.bundle, self._session = open_bundle(bundle, _options(threads), providers)
        self.threads = threads
        self.provider: str = self._session.get_providers()[0]
        """The one really in use: onnxruntime falls back to the CPU where a provider's libraries are missing."""
        size = self.bundle.info.crop.size
        self.classify(np.zeros((1, size, size), np.uint8))  # the first call allocates; let no frame wait for it

    def classify(
        self, crops: NDArray[np.uint8], advance: Callable[[int], None] = lambda faces: None
    ) -> NDArray[np.float32]:
        """Scores of all crops: uint8 [n, 48, 48] -> float32 [n, 7], rows sum to 1. n may be 0, or a data set's worth.

        `advance` hears how many more are done.
        """
        size = self.bundle.info.crop.size
        if crops.dtype != np.uint8 or crops.ndim != 3 or crops.shape[1:] != (size, size):
            raise ValueError(f"crops must be uint8 [n, {size}, {size}], not {crops.dtype} {list(crops.shape)}")
        scores = [np.zeros((0, len(EMOTIONS)), np.float32)]
        for start in range(0, len(crops), _BATCH):
            scores.append(self._session.run([OUTPUT], {INPUT: crops[start : start + _BATCH]})[0])
            advance(len(scores[-1]))
        return np.concatenate(scores)


def _options(threads: int) -> onnxruntime.SessionOptions:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    # Spinning burns a core between frames for nothing: 0.95 against 0.55 CPU seconds a second at 30 frames/s.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.add_session_config_entry("session.inter_op.allow_spinning", "0")
    return options
