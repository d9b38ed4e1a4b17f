"""The networks by name. Adding one is a file beside this one and a line in `NETWORKS`."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping

from ferdesk.errors import FerdeskError
from ferdesk.train.networks.blocks import Block, Network
from ferdesk.train.networks.deck import DeckNetwork
from ferdesk.train.networks.deck_path import STEPS, PathNetwork
from ferdesk.train.networks.mirror import MirrorVggNetwork
from ferdesk.train.networks.prelu import PositionPReLU
from ferdesk.train.networks.residual import ResidualMap, ResNetwork
from ferdesk.train.networks.standardise import standardise
from ferdesk.train.networks.vgg import VggNetwork

NETWORKS: Mapping[str, Callable[[], Network]] = {
    "deck": DeckNetwork,
    "vgg": VggNetwork,
    "vgg-mirror": MirrorVggNetwork,
    "vgg-half": lambda: VggNetwork(width=16),
    "vgg-quarter": lambda: VggNetwork(width=8),
    "vgg-nano": lambda: VggNetwork(width=16, depth=(1, 2, 2, 2), stem=5),
    "vgg-nano-mirror": lambda: MirrorVggNetwork(width=16, depth=(1, 2, 2, 2), stem=5),
    "vgg-deep": lambda: VggNetwork(depth=(2, 2, 3, 3), dense=512),
    "resnet": ResNetwork,
    "tiny": lambda: VggNetwork(width=2, dropout=0.0),
    **{name: functools.partial(PathNetwork, step) for name, step in STEPS.items()},
}
"""`tiny` is for trying out a command or a machine; it learns in seconds and knows little."""


def build_network(name: str, kinds: int = 7) -> Network:
    """A new network with random weights drawn from torch's global generator, which tells `kinds` emotions apart.

    Raises:
        FerdeskError: there is no network of that name.
    """
    if name not in NETWORKS:
        raise FerdeskError(f"There is no network called {name!r}; choose one of {', '.join(NETWORKS)}.")
    network = NETWORKS[name]()
    if kinds != network.kinds:
        network.tell_apart(kinds)
    return network


__all__ = ["NETWORKS", "Block", "Network", "PositionPReLU", "ResidualMap", "build_network", "standardise"]
