"""The training modes by name. Adding one is a file beside this one and a line in `OBJECTIVES`."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ferdesk.train.objectives.objective import Objective
from ferdesk.train.objectives.supervised import Supervised

OBJECTIVES: Mapping[str, Callable[[float], Objective]] = {"supervised": Supervised}
"""Each is made with the label smoothing."""

__all__ = ["OBJECTIVES", "Objective", "Supervised"]
