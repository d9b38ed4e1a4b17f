"""The training modes by name. Adding one is a file beside this one and a line in `OBJECTIVES`."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ferdesk.train.networks import Network
from ferdesk.train.objectives.objective import Objective, ObjectiveOptions
from ferdesk.train.objectives.supervised import Supervised

OBJECTIVES: Mapping[str, Callable[[Network, ObjectiveOptions], Objective]] = {"supervised": Supervised}
"""Each is made for the network that it is to train."""

__all__ = ["OBJECTIVES", "Objective", "ObjectiveOptions", "Supervised"]
