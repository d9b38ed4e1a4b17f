"""What a cluster is called: its labels, and the network's opinion where there are few."""

from __future__ import annotations

import torch

from ferdesk.train.batches import Examples
from ferdesk.train.objectives import ObjectiveOptions
from ferdesk.train.objectives.cluster import Clusters, cluster_scores
from tests.train.test_objectives import made


def test_a_clusters_name_is_its_labels_with_an_opinion_worth_two_by_hand() -> None:
    members = torch.tensor([0, 0, 1, 2])
    scores = torch.zeros(4, 7)
    scores[0, :2] = torch.tensor([0.5, 0.5])
    scores[1, :2] = torch.tensor([0.1, 0.9])
    scores[2, 4], scores[3, 6] = 1.0, 1.0
    labelled, labels = torch.tensor([0, 0, 0, 1]), torch.tensor([5, 5, 0, 4])
    expected = torch.zeros(3, 7)
    expected[0, [0, 1, 5]] = torch.tensor([1 + 2 * 0.3, 2 * 0.7, 2.0]) / 5  # three labels and an opinion
    expected[1, 4] = 1.0  # one label, and the same opinion
    expected[2, 6] = 1.0  # no label: the opinion alone
    torch.testing.assert_close(cluster_scores(members, scores, labelled, labels, 3), expected)


def test_a_crop_is_called_what_the_labels_in_its_cluster_say() -> None:
    network, objective = made("cluster", options=ObjectiveOptions())
    assert isinstance(objective, Clusters)
    pool = torch.randint(0, 256, (80, 48, 48), dtype=torch.uint8)
    for label in (1, 6):
        objective.begin_epoch(network, pool, Examples(pool, torch.full((80,), label)))
        # Every cluster has a member with a label, which is one vote in three at least.
        assert float(objective._targets[:, label].min()) > 1 / 3
        assert objective._targets.argmax(dim=1).tolist() == [label] * 80
