"""The protocol of a training mode: what one step minimises."""

from __future__ import annotations

from dataclasses import dataclass

from torch import Tensor, nn

from ferdesk.train.batches import Batch
from ferdesk.train.networks import Network


@dataclass(frozen=True)
class ObjectiveOptions:
    """What a mode can be told."""

    label_smoothing: float = 0.0
    votes_weight: float = 0.0
    """Weight of the FER+ votes in the loss; 0 where a run has none."""


class Objective(nn.Module):
    """A mode. Teachers and decoders are its sub-modules, so they are optimised, saved and resumed with it."""

    def forward(self, network: Network, batch: Batch, progress: float) -> dict[str, Tensor]:
        """Weighted loss terms by name, scalars whose sum is minimised; `progress` runs from 0 to 1."""
        raise NotImplementedError  # an abstract method: each mode has its own

    def after_step(self, network: Network) -> None:
        """Called behind every optimizer step; a teacher follows its student here."""

    def network_to_evaluate(self, network: Network) -> Network:
        """The network whose average is evaluated and exported: the student, unless a mode says otherwise."""
        return network
