"""A bundle's weights taken back into the network that they were exported from, so that training can go on from them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper
from torch import Tensor, nn

from ferdesk.bundle import read_bundle
from ferdesk.errors import FerdeskError
from ferdesk.train.networks import Block, Network, build_network, standardise

SETTLE_ON = 512
"""Crops that batch norm is measured on, each with its mirror image: means and deviations within a few hundredths."""

_DRAWN = math.sqrt(2.0)
"""Length of each of a map's rows when it is drawn (He et al. 2015, arXiv 1502.01852, eq. 10)."""


def unfolded(path: Path) -> tuple[str, Network]:
    """The name of the bundle's network, and that network in evaluation mode, with its logits before any adjustment.

    Batch norm was folded into the maps, so each takes what comes as it is: mean 0, deviation 1, the map's bias as its
    shift. Eight-bit weights come back as the numbers that they stand for; activations are no longer rounded.

    Raises:
        BundleError: there is no such bundle, or it is damaged.
        FerdeskError: the graph does not hold the network's weights by their names, as after a fold that mixed them.
    """
    name = read_bundle(path).info.network
    arrays, network = _arrays(onnx.load(path)), build_network(name).eval()
    try:
        with torch.no_grad():
            _fit_head(network, _within(arrays, len(network.chain) - 1)["linear.weight"])
            for number, block in enumerate(network.chain):
                _fill(block, _within(arrays, number))
    except (KeyError, AttributeError, RuntimeError):
        raise FerdeskError(
            f"{path} does not hold the weights of its network {name} one by one, so training cannot start from it; "
            "give the best.pt of a run."
        ) from None
    return name, network


def settle(network: Network, crops: Tensor) -> None:
    """Make a network of `unfolded` one that can be trained on; what it says in evaluation mode stays the same.

    Each batch norm gets the statistics of `crops`, uint8 [n, 48, 48], as it goes by the batch in training; and of their
    mirror images, so that channels which come in mirrored pairs stay alike. The maps before them become as long as they
    are drawn, so that a learning rate does what it does to a network from scratch: behind batch norm a step turns a
    short map farther than a long one (van Laarhoven 2017, arXiv 1706.05350).
    """
    with torch.no_grad():
        h = standardise(torch.cat((crops, crops.flip(2))))
        for block in network.chain:
            if isinstance(block.norm, nn.BatchNorm1d | nn.BatchNorm2d) and block.scale is not None:
                _settle(block, block.norm, block.scale, h)
            h = block(h)


def _settle(block: Block, norm: nn.BatchNorm1d | nn.BatchNorm2d, scale: Tensor, h: Tensor) -> None:
    assert norm.running_mean is not None and norm.running_var is not None
    weight = block.linear.get_parameter("weight")
    longer = _DRAWN / weight.flatten(1).norm(dim=1).clamp(min=1e-6)
    weight.mul_(longer.view(-1, *[1] * (weight.ndim - 1)))
    slope = scale.flatten() / (norm.running_var + norm.eps).sqrt() / longer
    shift = block.shift.flatten() - norm.running_mean * longer * slope
    z = block.linear(block.flatten(h)).transpose(0, 1).flatten(1)
    norm.running_mean.copy_(z.mean(1))
    norm.running_var.copy_(z.var(1))
    scale.copy_((slope * (norm.running_var + norm.eps).sqrt()).view_as(scale))
    block.shift.copy_((shift + norm.running_mean * slope).view_as(block.shift))


def _fit_head(network: Network, weight: NDArray[np.float32]) -> None:
    """Seven emotions, or the eight of FER+."""
    if len(weight) != network.kinds:
        network.tell_apart(len(weight))


def _within(arrays: Mapping[str, NDArray[np.float32]], number: int) -> dict[str, NDArray[np.float32]]:
    """The arrays of a block by their names in it."""
    start = f"blocks.{number}."
    return {key.rpartition(start)[2]: array for key, array in arrays.items() if start in key}


def _fill(block: Block, arrays: dict[str, NDArray[np.float32]]) -> None:
    """`arrays` by their names within the block; KeyError or RuntimeError where they are not those of the block."""
    names = {"linear.weight_bias", "linear.bias", "shift"} & set(arrays)
    if len(names) != 1:
        raise KeyError("shift")
    for name, parameter in block.linear.named_parameters():  # a bias of its own went into the shift
        parameter.copy_(_tensor(arrays["linear.weight"])) if name == "weight" else parameter.zero_()
    block.shift.copy_(_tensor(arrays[names.pop()]).view_as(block.shift))
    if isinstance(block.norm, nn.BatchNorm1d | nn.BatchNorm2d):
        assert block.norm.running_var is not None
        block.norm.running_var.fill_(1 - block.norm.eps)
    for name, parameter in block.activation.named_parameters():
        parameter.copy_(_tensor(arrays[f"activation.{name}"]))


def _arrays(model: onnx.ModelProto) -> dict[str, NDArray[np.float32]]:
    """The graph's constants by name, those of eight bits as what they stand for."""
    stored = {tensor.name: numpy_helper.to_array(tensor) for tensor in model.graph.initializer}
    arrays = {name: array for name, array in stored.items() if array.dtype == np.float32}
    for node in model.graph.node:
        if node.op_type == "DequantizeLinear" and node.input[0] in stored:
            quantised, scale, zero = (stored[name] for name in node.input)
            shape = (-1,) + (1,) * (quantised.ndim - 1)
            difference = quantised.astype(np.float32) - zero.astype(np.float32).reshape(shape)
            arrays[node.input[0].removesuffix("_quantized")] = difference * scale.reshape(shape)
    return arrays


def _tensor(array: NDArray[np.float32]) -> Tensor:
    return torch.from_numpy(array.copy())
