"""`supervised`: cross-entropy on the labelled crops; beside it on what FER+'s voters or a teacher saw in them."""

from __future__ import annotations

from torch import Tensor, nn
from torch.nn import functional

from ferdesk.dataset_votes import EXPRESSIONS
from ferdesk.train.batches import Batch
from ferdesk.train.networks import Network
from ferdesk.train.objectives.bundle_teacher import BundleTeacher
from ferdesk.train.objectives.objective import Objective, ObjectiveOptions

_USUAL = ObjectiveOptions()


class Supervised(Objective):
    """Cross-entropy with smoothed labels.

    With votes a second head on the network's last features learns their distribution (Barsoum et al. 2016,
    arXiv 1608.01041, eq. 2). It shapes the features and is not exported. Where the votes are the target, they are
    learnt by the network's own head and nothing else is; shares of votes are soft already and are not smoothed.
    With a teacher the head learns its scores as well; with two the mean of both.
    """

    takes = ("targets", "votes", "votes_weight", "teacher", "second_teacher", "teacher_weight")

    def __init__(self, network: Network, options: ObjectiveOptions = _USUAL) -> None:
        super().__init__(network, options)
        self.votes_weight = options.votes_weight
        self.by_votes = options.targets == "ferplus"
        beside = options.votes and not self.by_votes
        self.votes = nn.Linear(network.feature_width, len(EXPRESSIONS)) if beside else None
        bundles = [bundle for bundle in (options.teacher, options.second_teacher) if bundle]
        self.teacher = BundleTeacher(bundles) if bundles else None
        self.teacher_weight = options.teacher_weight

    def forward(self, network: Network, batch: Batch, progress: float) -> dict[str, Tensor]:
        """`supervised`, `penalty`, `votes` where the batch has some, and `teacher` where there is one."""
        if self.by_votes and batch.votes is not None:
            terms = {"supervised": _cross_entropy(network(batch.crops), batch.votes)}
            penalty = network.penalty()
            return terms if penalty is None else terms | {"penalty": penalty}
        features = network.features(batch.crops)
        logits = network.head(features)
        terms = self.supervised_terms(network, logits, batch)
        if self.votes is not None and batch.votes is not None:
            terms["votes"] = self.votes_weight * _cross_entropy(self.votes(features), batch.votes)
        if self.teacher is not None:
            terms["teacher"] = self.teacher_weight * _cross_entropy(logits, self.teacher.scores(batch.crops))
        return terms


def _cross_entropy(logits: Tensor, shares: Tensor) -> Tensor:
    """Mean over the crops; rows of shares that are 0 add nothing."""
    return -(shares * functional.log_softmax(logits.float(), dim=1)).sum(dim=1).mean()
