"""A new learner: network, objective, optimizer and average, as a config asks for them."""

from __future__ import annotations

from pathlib import Path

import torch
from torch import nn

from ferdesk.errors import FerdeskError
from ferdesk.train.config import RunConfig
from ferdesk.train.loop import Learner
from ferdesk.train.networks import Network, build_network
from ferdesk.train.objectives import OBJECTIVES
from ferdesk.train.optimise import OPTIMIZERS, averaged, parameter_groups
from ferdesk.train.targets import count_of
from ferdesk.train.unfold import SETTLE_ON, settle
from ferdesk.train.weights_file import is_bundle, network_in


def new_learner(config: RunConfig, crops: torch.Tensor | None = None) -> Learner:
    """Weights by the seed, or those of `config.init`; nothing is trained yet.

    `crops`, uint8 [n, 48, 48], are what is learnt from: batch norm of a bundle is measured anew on some of them.
    """
    torch.manual_seed(config.seed)
    network = build_network(config.network, count_of(config.targets))
    if config.init:
        network.load_state_dict(_weights(config, network))
    if is_bundle(config.init) and crops is not None:
        settle(network.eval(), crops[:: max(1, len(crops) // SETTLE_ON)][:SETTLE_ON])
        network.train()
    network = network.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    objective = OBJECTIVES[config.mode](network, config)
    groups = parameter_groups(nn.ModuleList([network, objective]), config.weight_decay)
    optimizer = OPTIMIZERS[config.optimizer](groups, config.rate)
    average = averaged(objective.network_to_evaluate(network), config.ema)
    return Learner(network, objective, optimizer, average)


def _weights(config: RunConfig, ours: Network) -> dict[str, torch.Tensor]:
    """Those of `config.init`; of seven emotions and eight, the seven that they share, and the eighth as in `ours`."""
    name, network = network_in(Path(config.init))
    if name != config.network:
        raise FerdeskError(f"--init {config.init} holds the network {name}; give --network {name}.")
    found, wanted = network.state_dict(), ours.state_dict()
    for name, value in wanted.items():
        if found[name].shape != value.shape:
            rows = min(len(found[name]), len(value))
            found[name] = torch.cat([found[name][:rows], value[rows:]])
    return found
