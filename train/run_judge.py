"""What a run's network is judged by once it has ended; after own faces, also by what it could do before."""

from __future__ import annotations

from pathlib import Path

import torch

from ferdesk.dataset import Dataset
from ferdesk.metrics import Metrics
from ferdesk.train.config import RunConfig
from ferdesk.train.loop import logits_of
from ferdesk.train.metrics import evaluate_logits
from ferdesk.train.networks import Network
from ferdesk.train.training_data import REPORT_ON, split_tensors
from ferdesk.train.weights_file import network_in

BEFORE = " before"
KNOWN = "FER2013 "


def judged(network: Network, dataset: Dataset, splits: tuple[str, ...]) -> dict[str, Metrics]:
    """Metrics by split, of those that have rows."""
    network = network.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    results = {}
    for split in splits:
        pixels, labels = split_tensors(dataset, split)
        if len(labels):
            results[split] = evaluate_logits(logits_of(network, pixels), labels)
    return results


def before_and_after(best: Network, config: RunConfig, own: Dataset, known: Dataset | None) -> dict[str, Metrics]:
    """What was learnt from own faces, and what was forgotten for them.

    `PrivateTest before`: the network of --init on the own faces held out. Where the run has FER2013 too, also
    `FER2013 PrivateTest` and `FER2013 PrivateTest before`. Without --init there is no before.
    """
    results = {} if known is None else _renamed(KNOWN, judged(best, known, (REPORT_ON,)), "")
    if config.init:
        _, before = network_in(Path(config.init))
        results |= _renamed("", judged(before, own, (REPORT_ON,)), BEFORE)
        if known is not None:
            results |= _renamed(KNOWN, judged(before, known, (REPORT_ON,)), BEFORE)
    return results


def _renamed(first: str, results: dict[str, Metrics], last: str) -> dict[str, Metrics]:
    return {f"{first}{split}{last}": metrics for split, metrics in results.items()}
