"""How long a classifier takes: several of them by turns in one run, so that a busy machine slows all alike."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ferdesk.classify import Classifier

BATCHES = (1, 8)
"""One face in view, and a group."""

_ROUNDS = 300
_AT_ONCE = 10
"""Calls in one turn, after one that is not counted: it finds the caches full of what the others left there."""


@dataclass(frozen=True, slots=True)
class Latency:
    """Milliseconds of one call, of many."""

    p50_ms: float
    p95_ms: float


def measure_latency(
    classifiers: Sequence[Classifier], crops: NDArray[np.uint8], rounds: int = _ROUNDS
) -> tuple[Mapping[int, Latency], ...]:
    """For each classifier its latency by batch size, on crops uint8 [n, 48, 48] taken over again where n is small."""
    by_batch = {batch: _measured(classifiers, crops[np.arange(batch) % len(crops)], rounds) for batch in BATCHES}
    return tuple({batch: by_batch[batch][index] for batch in BATCHES} for index in range(len(classifiers)))


def _measured(classifiers: Sequence[Classifier], crops: NDArray[np.uint8], rounds: int) -> list[Latency]:
    times: list[list[float]] = [[] for _ in classifiers]
    for _ in range(0, rounds, _AT_ONCE):
        for classifier, told in zip(classifiers, times, strict=True):
            classifier.classify(crops)
            for _ in range(_AT_ONCE):
                started = time.perf_counter()
                classifier.classify(crops)
                told.append(1000 * (time.perf_counter() - started))
    return [Latency(*np.percentile(row, [50, 95]).tolist()) for row in times]
