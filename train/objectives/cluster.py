"""`cluster`: faces whose features lie together should be called the same; refreshed as the features improve."""

from __future__ import annotations

import torch
from sklearn.cluster import MiniBatchKMeans
from torch import Tensor
from torch.nn import functional

from ferdesk.emotions import EMOTIONS
from ferdesk.train.batches import Batch, Examples
from ferdesk.train.networks import Network, standardise
from ferdesk.train.objectives.entropy import together
from ferdesk.train.objectives.objective import AS_LABELLED, Objective, ObjectiveOptions
from ferdesk.train.objectives.ramps import linear

CLUSTERS = 70
WARM_UP = (0.1, 0.4)
"""Shares of the training between which the clusters come to count."""
_PRIOR = 2.0
"""How many labels the network's own opinion of a cluster is worth."""
_BATCH = 512


class Clusters(Objective):
    """Adds the cross-entropy with what each crop's cluster is called (after Caron et al. 2018, arXiv 1807.05520).

    Before every epoch k-means groups the features of all training crops. A cluster is called what the labels of its
    labelled members say, together with the network's mean scores in it; a cluster of mixed company says little.
    """

    views = (AS_LABELLED,)

    def __init__(self, network: Network, options: ObjectiveOptions) -> None:
        super().__init__(network, options)
        self.weight = options.unlabelled_weight
        self._targets = torch.zeros(0, len(EMOTIONS))

    def begin_epoch(self, network: Network, pool: Tensor, examples: Examples) -> None:
        """Find the clusters anew; the same weights give the same clusters."""
        super().begin_epoch(network, pool, examples)
        features, scores = _look(network, pool)
        k_means = MiniBatchKMeans(min(CLUSTERS, len(pool)), random_state=0, n_init=1, batch_size=4096)
        members = torch.from_numpy(k_means.fit_predict(features.numpy())).long()
        labelled, _ = _look(network, examples.pixels)
        theirs = torch.from_numpy(k_means.predict(labelled.numpy())).long()
        names = cluster_scores(members, scores, theirs, examples.labels, int(k_means.n_clusters))
        self._targets = names[members]

    def forward(self, network: Network, batch: Batch, progress: float) -> dict[str, Tensor]:
        """`supervised`, `penalty` and `cluster`."""
        (view,) = batch.views
        assert batch.rows is not None
        logits, student = together(network, batch.crops, view)
        loss = functional.cross_entropy(student.float(), self._targets[batch.rows])
        terms = self.supervised_terms(network, logits, batch)
        return terms | {"cluster": self.weight * linear(progress, *WARM_UP) * loss}


def cluster_scores(members: Tensor, scores: Tensor, labelled: Tensor, labels: Tensor, clusters: int) -> Tensor:
    """What each cluster is called: float32 [clusters, 7], rows sum to 1.

    `members` int64 [N] with their `scores` float32 [N, 7]; `labelled` int64 [n], the clusters of those with `labels`.
    """
    kinds = len(EMOTIONS)
    opinion = torch.zeros(clusters, kinds).index_add_(0, members, scores)
    opinion /= opinion.sum(dim=1, keepdim=True).clamp(min=1e-6)
    counts = torch.bincount(labelled * kinds + labels, minlength=clusters * kinds).view(clusters, kinds).float()
    named = counts + _PRIOR * opinion
    return named / named.sum(dim=1, keepdim=True).clamp(min=1e-6)


@torch.no_grad()
def _look(network: Network, pixels: Tensor) -> tuple[Tensor, Tensor]:
    """Features of length 1, float32 [n, width], and scores, float32 [n, 7], as the network is used."""
    training = network.training
    network.eval()
    features, scores = [], []
    for crops in torch.split(pixels, _BATCH):
        x = network.features(standardise(crops).contiguous(memory_format=torch.channels_last))
        features.append(functional.normalize(x.float()))
        scores.append(network.head(x).float().softmax(dim=1))
    network.train(training)
    return torch.cat(features), torch.cat(scores)
