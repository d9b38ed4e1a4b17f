"""The networks: the deck's summary to the number, and the two halves of a block."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from ferdesk.errors import FerdeskError
from ferdesk.train.networks import NETWORKS, Block, PositionPReLU, build_network, standardise
from ferdesk.train.networks.deck_path import STEPS, GaussianDropout

DECK_SUMMARY = [  # kind of layer, output [channels, rows, columns] or [units], parameters with those not trained
    ("Conv2d", (32, 46, 46), 320),
    ("BatchNorm2d", (32, 46, 46), 128),
    ("PositionPReLU", (32, 46, 46), 67_712),
    ("ZeroPad2d", (32, 50, 50), 0),
    ("Conv2d", (64, 48, 48), 18_496),
    ("PositionPReLU", (64, 48, 48), 147_456),
    ("MaxPool2d", (64, 9, 9), 0),
    ("ZeroPad2d", (64, 13, 13), 0),
    ("Conv2d", (128, 11, 11), 73_856),
    ("PositionPReLU", (128, 11, 11), 15_488),
    ("ZeroPad2d", (128, 15, 15), 0),
    ("Conv2d", (128, 13, 13), 147_584),
    ("PositionPReLU", (128, 13, 13), 21_632),
    ("ZeroPad2d", (128, 17, 17), 0),
    ("AvgPool2d", (128, 5, 5), 0),
    ("Flatten", (3_200,), 0),
    ("Linear", (1_024,), 3_277_824),
    ("PositionPReLU", (1_024,), 1_024),
    ("Dropout", (1_024,), 0),
    ("Linear", (1_024,), 1_049_600),
    ("PositionPReLU", (1_024,), 1_024),
    ("Dropout", (1_024,), 0),
    ("Linear", (7,), 7_175),
]


def numbers_of(module: nn.Module) -> int:
    """Parameters and running statistics."""
    statistics = [b for name, b in module.named_buffers() if "num_batches" not in name]
    return sum(tensor.numel() for tensor in [*module.parameters(), *statistics])


def summary(network: nn.Module) -> list[tuple[str, tuple[int, ...], int]]:
    """As Keras prints it: a block's scale and shift belong to its batch norm, or as a bias to its linear map."""
    rows: list[tuple[str, tuple[int, ...], int]] = []

    def hook(block: Block):  # noqa: ANN202
        def record(module: nn.Module, inputs: tuple[torch.Tensor, ...], output: torch.Tensor) -> None:
            count = numbers_of(module)
            if module is block.norm and block.scale is not None:
                count += block.scale.numel() + block.shift.numel()
            if module is block.linear and block.scale is None:
                count += block.shift.numel()
            rows.append((type(module).__name__, tuple(output.shape[1:]), count))

        return record

    for block in network.blocks:
        for module in block.modules():
            if not list(module.children()) and not isinstance(module, nn.Identity):
                module.register_forward_hook(hook(block))
    x = torch.rand(2, 1, 48, 48)
    for block in network.blocks:
        x = block.post(block.pre(x))
    return rows


def test_the_deck_layer_for_layer() -> None:
    assert summary(build_network("deck")) == DECK_SUMMARY


def test_the_deck_in_total() -> None:
    network = build_network("deck")
    assert numbers_of(network) == 4_829_319
    assert sum(p.numel() for p in network.parameters() if p.requires_grad) == 4_829_255
    assert sum(count for _, _, count in DECK_SUMMARY) == 4_829_319


def test_the_deck_penalises_its_first_convolution() -> None:
    network = build_network("deck")
    with torch.no_grad():
        network.blocks[0].linear.weight.fill_(0.5)
    assert float(network.penalty().detach()) == pytest.approx(0.001 * 32 * 9 * 0.25)


@pytest.mark.parametrize("name", NETWORKS)
def test_every_network_is_small_and_gives_seven_logits(name: str) -> None:
    network = build_network(name)
    assert network(torch.rand(3, 1, 48, 48)).shape == (3, 7)
    assert name in STEPS or sum(p.numel() for p in network.parameters()) <= 5_000_000


@pytest.mark.parametrize("training", [True, False])
@pytest.mark.parametrize("name", NETWORKS)
def test_a_block_is_its_two_halves(name: str, training: bool) -> None:
    torch.manual_seed(1)
    network = build_network(name).train(training)
    for module in network.modules():
        if isinstance(module, nn.Dropout):
            module.p = 0.0
        if isinstance(module, GaussianDropout):
            module.deviation = 0.0
        if isinstance(module, Block) and module.scale is not None:
            nn.init.uniform_(module.scale, 0.5, 2)
            nn.init.uniform_(module.shift, -1, 1)
    x = torch.rand(4, 1, 48, 48)
    for block in network.blocks:
        before = {key: value.clone() for key, value in block.state_dict().items()}
        whole = block(x)
        statistics = {key: value.clone() for key, value in block.state_dict().items() if "running" in key}
        block.load_state_dict(before)
        halves = block.post(block.pre(x))
        torch.testing.assert_close(whole, halves, rtol=1e-4, atol=1e-4)
        for key, value in statistics.items():
            torch.testing.assert_close(value, block.state_dict()[key])
        x = halves.detach()


def test_position_prelu_has_a_slope_a_place() -> None:
    layer = PositionPReLU(2)
    with torch.no_grad():
        layer.slope.copy_(torch.tensor([0.1, 0.5]))
    x = torch.tensor([[-2.0, -2.0], [3.0, 0.0]])
    torch.testing.assert_close(layer(x), torch.tensor([[-0.2, -1.0], [3.0, 0.0]]))


@pytest.mark.parametrize("shape", [(3,), (3, 4, 5)])
def test_position_prelu_is_its_formula_in_value_and_gradient(shape: tuple[int, ...]) -> None:
    torch.manual_seed(0)
    layer = PositionPReLU(*shape)
    torch.nn.init.normal_(layer.slope)
    x = torch.randn(6, *shape, requires_grad=True)
    expected = x.clamp(min=0) + layer.slope * x.clamp(max=0)
    weights = torch.randn(expected.shape)
    torch.testing.assert_close(layer(x), expected)
    found, wanted = (torch.autograd.grad((y * weights).sum(), (x, layer.slope)) for y in (layer(x), expected))
    torch.testing.assert_close(found, wanted)
    with torch.no_grad():
        torch.testing.assert_close(layer(x), expected)


def test_standardise_by_hand() -> None:
    crops = torch.zeros(1, 48, 48, dtype=torch.uint8)
    crops[0, :24] = 100
    x = standardise(crops)
    assert x.shape == (1, 1, 48, 48)
    assert float(x[0, 0, 0, 0]) == pytest.approx(1.0)
    assert float(x[0, 0, 47, 0]) == pytest.approx(-1.0)


def test_standardise_leaves_a_blank_crop_blank() -> None:
    assert float(standardise(torch.full((1, 48, 48), 77, dtype=torch.uint8)).abs().max()) == 0.0


def test_standardise_does_not_care_about_light() -> None:
    crops = torch.randint(20, 100, (2, 48, 48)).float()
    torch.testing.assert_close(standardise(crops), standardise(2 * crops + 30), rtol=1e-4, atol=1e-4)


def test_an_unknown_network_is_named() -> None:
    with pytest.raises(FerdeskError, match=r"alexnet.*vgg"):
        build_network("alexnet")


@pytest.mark.parametrize(
    ("name", "convolutions", "dense"),
    [("vgg", 8, 1024), ("vgg-half", 8, 512), ("vgg-nano", 7, 512), ("vgg-deep", 10, 512)],
)
def test_a_vgg_halves_the_crop_four_times_whatever_its_depth(name: str, convolutions: int, dense: int) -> None:
    network = build_network(name)
    maps = [block for block in network.chain if isinstance(block.linear, nn.Conv2d)]
    assert len(maps) == convolutions
    assert sum(isinstance(module, nn.MaxPool2d) for module in network.modules()) == 4
    assert network.feature_width == dense
    assert sum(parameter.numel() for parameter in network.parameters()) < 5_000_000


@pytest.mark.parametrize("name", STEPS)
def test_every_step_on_the_decks_way_reads_crops(name: str) -> None:
    network = build_network(name)
    logits = network(standardise(torch.randint(0, 256, (3, 48, 48), dtype=torch.uint8)))
    assert logits.shape == (3, 7)
    assert (network.penalty() is not None) == (STEPS[name].l2 > 0)


def test_an_enlarged_crop_leaves_more_to_the_dense_layers() -> None:
    widths = [build_network(name).chain[4].linear.in_features for name in ("deck-l2", "deck-64")]
    assert widths == [128 * 3 * 3, 128 * 4 * 4]


def test_gaussian_dropout_has_mean_one_and_rests_when_it_is_used() -> None:
    torch.manual_seed(0)
    dropout = GaussianDropout(0.2)
    noisy = dropout(torch.ones(100_000))
    assert float(noisy.mean()) == pytest.approx(1.0, abs=0.01)
    assert float(noisy.std()) == pytest.approx(0.5, abs=0.01)
    assert torch.equal(dropout.eval()(torch.ones(5)), torch.ones(5))


@pytest.mark.parametrize("name", NETWORKS)
def test_features_are_as_many_numbers_as_the_head_sees(name: str) -> None:
    network = build_network(name).eval()
    crops = torch.rand(3, 1, 48, 48)
    features = network.features(crops)
    assert features.shape == (3, network.feature_width)
    torch.testing.assert_close(network.head(features), network(crops))
