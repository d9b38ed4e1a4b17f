"""The training modes by name. Adding one is a file beside this one and a line in `OBJECTIVES`."""

from __future__ import annotations

from collections.abc import Mapping

from ferdesk.train.objectives.autoencoder import Autoencoder
from ferdesk.train.objectives.cluster import Clusters
from ferdesk.train.objectives.entropy import EntropyMinimisation
from ferdesk.train.objectives.fixmatch import WEIGHTINGS, FixMatch
from ferdesk.train.objectives.ladder import Ladder
from ferdesk.train.objectives.mean_teacher import MeanTeacher
from ferdesk.train.objectives.objective import AS_LABELLED, BALANCES, Objective, ObjectiveOptions
from ferdesk.train.objectives.supervised import Supervised

OBJECTIVES: Mapping[str, type[Objective]] = {
    "supervised": Supervised,
    "entropy": EntropyMinimisation,
    "autoencoder": Autoencoder,
    "ladder": Ladder,
    "mean-teacher": MeanTeacher,
    "cluster": Clusters,
    "fixmatch": FixMatch,
}
"""Each is made for the network that it is to train."""

__all__ = ["AS_LABELLED", "BALANCES", "OBJECTIVES", "WEIGHTINGS", "Objective", "ObjectiveOptions", "Supervised"]
