"""The protocol of a training mode: what one step minimises."""

from __future__ import annotations

from torch import Tensor, nn

from ferdesk.train.batches import Batch
from ferdesk.train.networks import Network


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
