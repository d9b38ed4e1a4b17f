"""A bundle's weights back in its network: the same answers, then fit to be trained, or one sentence why not."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from ferdesk.dataset import load_dataset
from ferdesk.errors import FerdeskError
from ferdesk.export.graph import ScoringNetwork, build_graph
from ferdesk.export.mirror import Mirrored
from ferdesk.export.quantise import quantise
from ferdesk.export.seven import SevenOfEight
from ferdesk.export.temperature import Temperature
from ferdesk.train.config import RunConfig
from ferdesk.train.networks import Network, standardise
from ferdesk.train.run import Run
from ferdesk.train.unfold import settle, unfolded
from tests.export.trained import random_scoring_network, written
from tests.train.made import learnable_csv

PIXELS = np.random.default_rng(0).integers(0, 256, (64, 48, 48), dtype=np.uint8)
CROPS = torch.from_numpy(PIXELS)


def exported(folder: Path, network: nn.Module, name: str = "tiny") -> Path:
    with torch.no_grad():
        return written(folder / "x.onnx", build_graph(ScoringNetwork(network, Temperature(1.7, 0.3))), network=name)


def logits(network: Network) -> Tensor:
    with torch.no_grad():
        found: Tensor = network(standardise(CROPS))
    return found


@pytest.mark.parametrize("name", ["tiny", "deck"])
def test_the_network_of_a_bundle_says_what_it_said_before_the_export(name: str, tmp_path: Path) -> None:
    network = random_scoring_network(name)
    found, back = unfolded(exported(tmp_path, network, name))
    assert found == name
    assert not back.training
    torch.testing.assert_close(logits(back), logits(network), atol=2e-4, rtol=1e-3)


def test_the_mirror_is_left_behind_and_contempt_is_kept(tmp_path: Path) -> None:
    network = random_scoring_network()
    torch.testing.assert_close(
        logits(unfolded(exported(tmp_path, Mirrored(network)))[1]), logits(network), atol=2e-4, rtol=1e-3
    )
    network.tell_apart(8)
    _, back = unfolded(exported(tmp_path, SevenOfEight(network)))
    torch.testing.assert_close(logits(back), logits(network), atol=2e-4, rtol=1e-3)


def test_eight_bits_come_back_as_what_they_stand_for(tmp_path: Path) -> None:
    network = random_scoring_network()
    graph = build_graph(ScoringNetwork(network, Temperature(1.0)))
    _, exact = unfolded(written(tmp_path / "fp32.onnx", graph, network="tiny"))
    _, back = unfolded(written(tmp_path / "int8.onnx", quantise(graph, PIXELS), network="tiny"))
    for ours, theirs in zip(back.chain, exact.chain, strict=True):
        weight, wanted = ours.linear.get_parameter("weight"), theirs.linear.get_parameter("weight")
        step = wanted.flatten(1).abs().amax(dim=1) / 127
        assert ((weight - wanted).flatten(1).abs().amax(dim=1) <= 0.51 * step).all()
        torch.testing.assert_close(ours.shift, theirs.shift, atol=0.01, rtol=0)


def test_settled_it_says_the_same_and_says_so_in_training_too(tmp_path: Path) -> None:
    _, network = unfolded(exported(tmp_path, random_scoring_network()))
    before = logits(network)
    off = (logits(network.train()) - before).abs().mean()
    _, network = unfolded(exported(tmp_path, random_scoring_network()))
    settle(network, CROPS)
    torch.testing.assert_close(logits(network), before, atol=1e-4, rtol=1e-3)
    assert (logits(network.train()) - before).abs().mean() < 0.1 * off
    for block in network.chain[:-1]:
        lengths = block.linear.get_parameter("weight").flatten(1).norm(dim=1)
        torch.testing.assert_close(lengths, torch.full_like(lengths, 2**0.5))


def test_a_bundle_that_does_not_hold_its_networks_weights_is_refused(tmp_path: Path, tiny_bundle: Path) -> None:
    with pytest.raises(FerdeskError, match="does not hold the weights of its network resnet one by one"):
        unfolded(exported(tmp_path, random_scoring_network("resnet"), "resnet"))
    with pytest.raises(FerdeskError, match="does not hold the weights of its network vgg one by one"):
        unfolded(exported(tmp_path, random_scoring_network(), "vgg"))
    with pytest.raises(FerdeskError, match="no network called 'bands'"):
        unfolded(tiny_bundle)


def test_a_run_starts_from_a_bundle_settled_on_its_own_faces(tmp_path: Path) -> None:
    network = random_scoring_network()
    bundle = exported(tmp_path, network)
    told = RunConfig(data=str(learnable_csv(tmp_path)), network="tiny", init=str(bundle), threads=1)
    learner = Run.begin(tmp_path / "run", told, {}).learner
    assert learner.network.training
    for ours in (learner.network, learner.average.module):
        torch.testing.assert_close(logits(ours.eval()), logits(network), atol=5e-4, rtol=2e-3)
    dataset = load_dataset(Path(told.data))
    crops = standardise(torch.from_numpy(np.array(dataset.pixels[dataset.rows("Training")])))
    first = learner.network.chain[0]
    with torch.no_grad():
        means = first.linear(crops).mean(dim=(0, 2, 3))
    torch.testing.assert_close(first.norm.get_buffer("running_mean"), means, atol=1e-4, rtol=1e-3)
