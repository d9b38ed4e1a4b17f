"""A network of mirrored pairs: a face and its mirror image read alike, before, while and after it learns."""

from __future__ import annotations

import copy
from pathlib import Path

import numpy as np
import pytest
import torch
from torch.nn import functional

from ferdesk.classify import Classifier
from ferdesk.export.graph import ScoringNetwork, build_graph
from ferdesk.export.quantise import quantise
from ferdesk.export.temperature import Temperature
from ferdesk.train.checkpoint import load_network
from ferdesk.train.config import RunConfig
from ferdesk.train.networks import Network, build_network, standardise
from ferdesk.train.networks.mirror import mirrored
from ferdesk.train.run import Run
from ferdesk.train.unfold import settle, unfolded
from tests.export.trained import written
from tests.train.made import learnable_csv

PIXELS = np.random.default_rng(0).integers(0, 256, (64, 48, 48), dtype=np.uint8)
CROPS = standardise(torch.from_numpy(PIXELS))
NAMES = ("vgg-mirror", "vgg-nano-mirror")


def learnt(name: str, kinds: int = 7, steps: int = 3) -> Network:
    """In evaluation mode, after a few steps by the optimizer that runs use."""
    torch.manual_seed(0)
    network = build_network(name, kinds)
    taught(network, steps)
    return network


def taught(network: Network, steps: int) -> None:
    optimizer = torch.optim.SGD(network.parameters(), lr=0.02, momentum=0.9, nesterov=True, weight_decay=5e-4)
    for _ in range(steps):
        optimizer.zero_grad()
        functional.cross_entropy(network.train()(CROPS), torch.arange(64) % network.kinds).backward()  # type: ignore[no-untyped-call]
        optimizer.step()
        network.after_step()
    network.eval()


def logits(network: Network, crops: torch.Tensor = CROPS) -> torch.Tensor:
    with torch.inference_mode():
        read: torch.Tensor = network(crops)
    return read


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("steps", [0, 3])
def test_a_face_and_its_mirror_image_are_read_alike(name: str, steps: int) -> None:
    network = learnt(name, steps=steps).double()
    crops = CROPS.double()
    torch.testing.assert_close(logits(network, crops.flip(3)), logits(network, crops), atol=1e-8, rtol=1e-8)
    assert logits(network, crops.flip(2)).sub(logits(network, crops)).abs().max() > 1e-3


def test_an_ordinary_network_tells_them_apart() -> None:
    network = learnt("vgg")
    assert logits(network, CROPS.flip(3)).sub(logits(network)).abs().max() > 1e-3


def test_the_optimizer_keeps_the_pairs_to_the_bit_and_half_of_the_weights_are_free() -> None:
    network = learnt("vgg-mirror")
    for name, parameter in network.named_parameters():
        if name != "blocks.9.shift":
            assert torch.equal(parameter, mirrored(parameter, head=name.startswith("blocks.9.")))
    first = network.chain[3].linear.get_parameter("weight")
    assert not torch.equal(first[0], first[1])
    kernel = network.chain[0].linear.get_parameter("weight")
    torch.testing.assert_close(kernel[16:], kernel[:16].flip(-1))
    assert [tuple(p.shape) for p in network.parameters()] == [tuple(p.shape) for p in build_network("vgg").parameters()]


def test_a_gradient_is_that_of_one_weight_used_twice() -> None:
    """The slope of the loss along a pair, found by moving the pair, is half of the gradient along it."""
    network = learnt("vgg-nano-mirror").double()
    network.zero_grad()
    crops, labels = CROPS.double(), torch.arange(64) % 7
    functional.cross_entropy(network(crops), labels).backward()  # type: ignore[no-untyped-call]
    weight = network.chain[1].linear.get_parameter("weight")
    assert weight.grad is not None
    pair = torch.zeros_like(weight)
    pair[0, 3, 1, 0] = 1
    pair = pair + mirrored(pair)
    losses = []
    for step in (1e-6, -1e-6):
        moved = copy.deepcopy(network)
        with torch.no_grad():
            moved.chain[1].linear.get_parameter("weight").add_(step * pair)
            losses.append(float(functional.cross_entropy(moved(crops), labels)))
    slope = (losses[0] - losses[1]) / 2e-6
    assert float((weight.grad * pair).sum()) == pytest.approx(2 * slope, rel=1e-4)


def test_a_head_for_eight_is_of_pairs_as_well() -> None:
    network = learnt("vgg-nano-mirror", kinds=8).double()
    torch.testing.assert_close(logits(network, CROPS.double().flip(3)), logits(network, CROPS.double()))


def exported(folder: Path, network: Network, name: str) -> Path:
    with torch.no_grad():
        graph = quantise(build_graph(ScoringNetwork(network, Temperature(1.0))), PIXELS)
    return written(folder / f"{name}.onnx", graph, network=name)


def sides_differ(path: Path) -> float:
    """Largest difference of a score between crops and their mirror images."""
    classify = Classifier(path).classify
    return float(np.abs(classify(np.ascontiguousarray(PIXELS[:, :, ::-1])) - classify(PIXELS)).max())


def test_its_bundle_is_as_blind_to_left_and_right_in_eight_bits(tmp_path: Path) -> None:
    assert sides_differ(exported(tmp_path, learnt("vgg-nano-mirror"), "vgg-nano-mirror")) < 0.01
    assert sides_differ(exported(tmp_path, learnt("vgg-nano"), "vgg-nano")) > 0.05


def test_training_from_its_bundle_goes_on_in_pairs(tmp_path: Path) -> None:
    name, network = unfolded(exported(tmp_path, learnt("vgg-nano-mirror"), "vgg-nano-mirror"))
    assert name == "vgg-nano-mirror"
    before = logits(network)
    settle(network, torch.from_numpy(PIXELS))
    torch.testing.assert_close(logits(network), before, atol=1e-3, rtol=1e-3)
    taught(network, steps=2)
    for block in network.chain[:-1]:
        statistics = (block.norm.get_buffer(name) for name in ("running_mean", "running_var"))
        for tensor in (*block.parameters(), *statistics):
            paired = mirrored(tensor)
            torch.testing.assert_close(tensor, paired, atol=1e-3 * float(paired.abs().max()), rtol=1e-3)


@pytest.mark.parametrize("mode", ["supervised", "ladder", "mean-teacher"])
def test_a_run_keeps_the_pairs_in_the_average_that_it_saves(mode: str, tmp_path: Path) -> None:
    config = RunConfig(
        data=str(learnable_csv(tmp_path)), network="vgg-nano-mirror", epochs=1, batch=32, threads=1, augment="mild",
        mode=mode, labels="100%" if mode == "supervised" else "50%", unlabelled_batch=16,
    )  # fmt: skip
    Run.begin(tmp_path / "run", config, {}).train()
    network = load_network(tmp_path / "run" / "best.pt").network.eval().double()
    torch.testing.assert_close(logits(network, CROPS.double().flip(3)), logits(network, CROPS.double()))
