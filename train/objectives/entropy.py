"""`entropy`: a network should be sure of unlabelled crops too, whatever it sees in them."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from ferdesk.train.batches import Batch
from ferdesk.train.networks import Network
from ferdesk.train.objectives.objective import AS_LABELLED, Objective, ObjectiveOptions
from ferdesk.train.objectives.ramps import ramp_up


class EntropyMinimisation(Objective):
    """Adds the mean entropy of the scores of unlabelled crops (Grandvalet & Bengio 2004, eq. 6), ramped up."""

    views = (AS_LABELLED,)

    def __init__(self, network: Network, options: ObjectiveOptions) -> None:
        super().__init__(network, options)
        self.weight = options.unlabelled_weight

    def forward(self, network: Network, batch: Batch, progress: float) -> dict[str, Tensor]:
        """`supervised`, `penalty` and `entropy`, in nats."""
        (view,) = batch.views
        logits, unlabelled = together(network, batch.crops, view)
        terms = self.supervised_terms(network, logits, batch)
        logarithms = functional.log_softmax(unlabelled.float(), dim=1)
        entropy = -(logarithms.exp() * logarithms).sum(dim=1).mean()
        return terms | {"entropy": self.weight * ramp_up(progress) * entropy}


def together(network: Network, *crops: Tensor) -> tuple[Tensor, ...]:
    """Logits of several batches from one pass, so that batch norm sees labelled and unlabelled crops alike."""
    logits = network(torch.cat(crops).contiguous(memory_format=torch.channels_last))
    return torch.split(logits, [len(part) for part in crops])
