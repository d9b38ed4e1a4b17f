"""`supervised`: cross-entropy on the labelled crops, and beside it on what ten people of FER+ saw in them."""

from __future__ import annotations

from torch import Tensor, nn
from torch.nn import functional

from ferdesk.dataset_votes import EXPRESSIONS
from ferdesk.train.batches import Batch
from ferdesk.train.networks import Network
from ferdesk.train.objectives.objective import Objective, ObjectiveOptions

_USUAL = ObjectiveOptions()


class Supervised(Objective):
    """Cross-entropy with smoothed labels.

    With votes a second head on the network's last features learns their distribution (Barsoum et al. 2016,
    arXiv 1608.01041, eq. 2). It shapes the features and is not exported.
    """

    def __init__(self, network: Network, options: ObjectiveOptions = _USUAL) -> None:
        super().__init__(network, options)
        self.votes_weight = options.votes_weight
        self.votes = nn.Linear(network.feature_width, len(EXPRESSIONS)) if options.votes else None

    def forward(self, network: Network, batch: Batch, progress: float) -> dict[str, Tensor]:
        """`supervised`, `penalty`, and `votes` where the batch has some."""
        features = network.features(batch.crops)
        terms = self.supervised_terms(network, network.head(features), batch)
        if self.votes is not None and batch.votes is not None:
            logarithms = functional.log_softmax(self.votes(features).float(), dim=1)
            terms["votes"] = -self.votes_weight * (batch.votes * logarithms).sum(dim=1).mean()
        return terms
