"""`supervised`: cross-entropy on the labelled crops."""

from __future__ import annotations

from torch import Tensor
from torch.nn import functional

from ferdesk.train.batches import Batch
from ferdesk.train.networks import Network
from ferdesk.train.objectives.objective import Objective


class Supervised(Objective):
    """Cross-entropy with smoothed labels (Szegedy et al. 2016, arXiv 1512.00567, section 7)."""

    def __init__(self, label_smoothing: float = 0.0) -> None:
        super().__init__()
        self.label_smoothing = label_smoothing

    def forward(self, network: Network, batch: Batch, progress: float) -> dict[str, Tensor]:
        """`supervised`, and `penalty` where the network has one of its own."""
        logits = network(batch.crops).float()
        terms = {"supervised": functional.cross_entropy(logits, batch.labels, label_smoothing=self.label_smoothing)}
        penalty = network.penalty()
        if penalty is not None:
            terms["penalty"] = penalty
        return terms
