"""The figures of an exported bundle, measured by running it: what the gate judges and the card tells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ferdesk.classify import Classifier
from ferdesk.dataset import Dataset
from ferdesk.evaluate import Evaluation, evaluate
from ferdesk.export.latency import Latency

SELECT_ON, REPORT_ON = "PublicTest", "PrivateTest"
"""Everything is chosen and judged on the one; the other is only reported."""


@dataclass(frozen=True)
class Figures:
    """What one bundle does."""

    precision: str
    size: int
    """Bytes of the file."""
    public: Evaluation
    private: Evaluation
    private_unleaked: Evaluation
    """Of the PrivateTest images whose pixels are not in Training as well."""
    agreement: float
    """Share of PublicTest images that it labels as the fp32 graph does, 0..1."""
    latency: Mapping[int, Latency]
    """By batch size, one thread."""


def figures(
    classifier: Classifier, dataset: Dataset, size: int, fp32_labels: NDArray[np.int64], latency: Mapping[int, Latency]
) -> Figures:
    """Run a bundle on both tests; `fp32_labels` are what the fp32 graph says of the PublicTest images, 0..6."""
    return Figures(
        precision=classifier.bundle.info.precision,
        size=size,
        public=evaluate(dataset, SELECT_ON, classifier),
        private=evaluate(dataset, REPORT_ON, classifier),
        private_unleaked=evaluate(dataset, REPORT_ON, classifier, drop_leaks=True),
        agreement=float((labels_read(classifier, dataset) == fp32_labels).mean()),
        latency=latency,
    )


def labels_read(classifier: Classifier, dataset: Dataset) -> NDArray[np.int64]:
    """What a bundle says of the PublicTest images: int64 [n], 0..6."""
    crops = dataset.pixels[dataset.rows(SELECT_ON)]
    labels: NDArray[np.int64] = classifier.classify(crops).argmax(axis=1)
    return labels
