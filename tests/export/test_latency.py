"""Every classifier is called by turns, in every batch size, on real crops."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from ferdesk.classify import Classifier
from ferdesk.export.latency import BATCHES, measure_latency


class Noting(Classifier):
    """A classifier that tells who was called with how many crops."""

    def __init__(self, bundle: Path, name: str, calls: list[tuple[str, int]]) -> None:
        self._name, self._calls = name, calls
        super().__init__(bundle)

    def classify(self, crops: np.ndarray) -> np.ndarray:
        self._calls.append((self._name, len(crops)))
        return super().classify(crops)


def test_by_turns(tiny_bundle: Path) -> None:
    calls: list[tuple[str, int]] = []
    both = [Noting(tiny_bundle, name, calls) for name in ("a", "b")]
    calls.clear()
    measured = measure_latency(both, np.zeros((3, 48, 48), np.uint8), rounds=20)
    assert [set(latencies) for latencies in measured] == [set(BATCHES)] * 2
    assert [name for name, _ in calls] == (["a"] * 11 + ["b"] * 11) * 4, "ten that count, two turns a size"
    assert {size for _, size in calls} == {1, 8}
    for latencies in measured:
        assert all(0 < latency.p50_ms <= latency.p95_ms for latency in latencies.values())
