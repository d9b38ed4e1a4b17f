"""The ladder's pieces against numbers worked out by hand, and what must never happen in one."""

from __future__ import annotations

import copy
import dataclasses

import pytest
import torch

from ferdesk.errors import FerdeskError
from ferdesk.train.networks import Network, build_network
from ferdesk.train.objectives import OBJECTIVES, ObjectiveOptions
from ferdesk.train.objectives.combinators import COMBINATORS, Gaussian
from ferdesk.train.objectives.decoder import Mirror, shapes_of
from ferdesk.train.objectives.ladder import Ladder, denoising_cost, layer_costs
from ferdesk.train.objectives.ladder_passes import Clean, clean_pass, corrupted_pass, statistics
from ferdesk.train.optimise import parameter_groups
from tests.train.test_objectives import batch


def network(name: str = "tiny") -> Network:
    torch.manual_seed(0)
    return build_network(name).train()


def crops(n: int = 6) -> torch.Tensor:
    return torch.randn(n, 1, 48, 48, generator=torch.Generator().manual_seed(1))


def running(student: Network) -> dict[str, torch.Tensor]:
    return {name: value.clone() for name, value in student.state_dict().items() if "running" in name}


def test_cost_is_normalised_by_mean_and_deviation_and_is_a_mean_a_unit() -> None:
    clean = Clean(torch.tensor([[14.0, 0.0], [6.0, 1.0]]), torch.tensor([10.0, 0.0]), torch.tensor([4.0, 0.5]))
    torch.testing.assert_close(clean.z, torch.tensor([[1.0, 0.0], [-1.0, 2.0]]))
    estimate = torch.tensor([[1.0, 2.0], [0.0, 2.0]])
    torch.testing.assert_close(denoising_cost(clean, estimate), torch.tensor((0.0 + 4.0 + 1.0 + 0.0) / 4))


def test_statistics_are_the_mean_and_the_standard_deviation_not_the_variance() -> None:
    x = torch.tensor([[[[1.0, 5.0]]], [[[1.0, 5.0]]]])
    mean, deviation = statistics(x)
    assert mean.shape == (1, 1, 1, 1)
    torch.testing.assert_close(mean.flatten(), torch.tensor([3.0]))
    torch.testing.assert_close(deviation.flatten(), torch.tensor([2.0]), atol=1e-4, rtol=0)


def test_gaussian_combinator_starts_as_the_noisy_z_and_then_is_its_formula() -> None:
    combinator = Gaussian(2, 1, 0.3)
    noisy, u = torch.tensor([[0.5, -1.0]]), torch.tensor([[2.0, 0.3]])
    torch.testing.assert_close(combinator(noisy, u), noisy)
    with torch.no_grad():
        combinator.a.copy_(torch.arange(1.0, 11.0)[:, None].expand(10, 2) / 10)
    mean = 0.1 * torch.sigmoid(0.2 * u + 0.3) + 0.4 * u + 0.5
    share = 0.6 * torch.sigmoid(0.7 * u + 0.8) + 0.9 * u + 1.0
    torch.testing.assert_close(combinator(noisy, u), (noisy - mean) * share + mean)


@pytest.mark.parametrize("shape", [(5, 3), (5, 3, 4, 4)])
@pytest.mark.parametrize("name", COMBINATORS)
def test_every_combinator_begins_near_the_noisy_z(name: str, shape: tuple[int, ...]) -> None:
    torch.manual_seed(0)
    noisy, u = torch.randn(shape), torch.randn(shape)
    estimate = COMBINATORS[name](3, len(shape) - 1, 0.25)(noisy, u)
    expected = noisy + 0.25 * u if name == "deck" else noisy
    torch.testing.assert_close(estimate, expected)


@pytest.mark.parametrize("name", ["gaussian", "mlp"])
def test_combinators_know_no_weight_decay(name: str) -> None:
    decayed, free = parameter_groups(COMBINATORS[name](3, 3, 0.3), 0.1)
    assert decayed["params"] == []
    assert free["params"]


def test_the_mlp_mixes_no_channels() -> None:
    torch.manual_seed(0)
    combinator = COMBINATORS["mlp"](3, 3, 0.3)
    with torch.no_grad():
        combinator.answer.normal_()  # type: ignore[operator, union-attr]
    noisy, u = torch.randn(2, 3, 4, 4), torch.randn(2, 3, 4, 4)
    before = combinator(noisy, u)
    u[:, 1] += 1.0
    changed = (combinator(noisy, u) - before).abs().amax(dim=(0, 2, 3)) > 0
    assert changed.tolist() == [False, True, False]


@pytest.mark.parametrize("name", ["tiny", "resnet"])
def test_without_noise_both_passes_agree_with_the_network(name: str) -> None:
    student = network(name)
    for module in student.modules():
        if isinstance(module, torch.nn.Dropout):
            module.p = 0.0
    expected = copy.deepcopy(student)(crops())
    clean = clean_pass(copy.deepcopy(student), crops())
    noisy, logits = corrupted_pass(student, crops(), 0.0)
    torch.testing.assert_close(logits, expected, atol=1e-4, rtol=1e-4)
    for layer, z in zip(clean, noisy, strict=True):
        torch.testing.assert_close(layer.z, z, atol=1e-4, rtol=1e-3)


@pytest.mark.parametrize("name", ["tiny", "deck", "resnet"])
def test_noise_is_as_strong_in_every_layer_as_it_says(name: str) -> None:
    student = network(name)
    clean, (noisy, _) = clean_pass(student, crops(64)), corrupted_pass(student, crops(64), 0.5)
    assert float((noisy[0] - clean[0].z).std()) == pytest.approx(0.5, abs=0.02)
    for z in noisy[1:]:
        assert float(z.detach().std()) == pytest.approx((1 + 0.5**2) ** 0.5, abs=0.15)


@pytest.mark.parametrize("name", ["deck", "deck-gaussian-dropout"])
def test_the_clean_pass_knows_no_dropout(name: str) -> None:
    student = network(name)
    first, second = clean_pass(student, crops()), clean_pass(student, crops())
    assert all(torch.equal(one.z, other.z) for one, other in zip(first, second, strict=True))


def test_the_way_back_to_an_enlarged_crop_makes_it_small_again() -> None:
    student = network("deck-64")
    mirror = Mirror(student.chain[0], shapes_of(student)[0], (1, 48, 48))
    mirror.linear = torch.nn.Identity()
    ramp = torch.linspace(0, 1, 48).expand(1, 1, 48, 48)
    back = mirror(student.chain[0].flatten(ramp))
    torch.testing.assert_close(back, ramp, atol=0.01, rtol=0)


@pytest.mark.parametrize("name", ["tiny", "resnet"])
def test_only_the_clean_pass_moves_running_statistics_and_it_keeps_no_graph(name: str) -> None:
    student = network(name)
    before = running(student)
    corrupted_pass(student, crops(), 0.3)
    after_noise = running(student)
    assert all(torch.equal(before[name], after_noise[name]) for name in before)
    layers = clean_pass(student, crops())
    after_clean = running(student)
    assert not any(torch.equal(before[name], after_clean[name]) for name in before)
    assert not any(layer.z.requires_grad for layer in layers)


def test_denoising_learns_something_even_where_labels_cannot() -> None:
    student = network()
    objective = Ladder(student, ObjectiveOptions())
    optimizer = torch.optim.Adam([*student.parameters(), *objective.parameters()], 0.01)
    data = batch(16, objective)
    costs = []
    for _ in range(30):
        torch.manual_seed(0)
        cost = sum(term for name, term in objective(student, data, 0.5).items() if name.startswith("layer"))
        assert isinstance(cost, torch.Tensor)
        optimizer.zero_grad()
        cost.backward()
        optimizer.step()
        costs.append(float(cost.detach()))
    assert costs[-1] < 0.7 * costs[0]


@pytest.mark.parametrize(
    ("words", "weights", "costs"),
    [
        ("all", "", {0: 1.0, 1: 0.1, 2: 0.1}),
        ("top", "4", {2: 4.0}),
        ("0", "", {0: 1.0}),
        ("2,1", "10,3", {1: 10.0, 2: 3.0}),
    ],
)
def test_layers_and_their_costs(words: str, weights: str, costs: dict[int, float]) -> None:
    assert layer_costs(ObjectiveOptions(denoise_layers=words, layer_costs=weights), 2) == pytest.approx(costs)


@pytest.mark.parametrize(
    ("words", "weights"),
    [("3", ""), ("some", ""), ("0,", ""), ("all", "1,x"), ("top", "1,2"), ("top", "nan"), ("all", "1,-5")],
)
def test_layers_that_there_are_not(words: str, weights: str) -> None:
    with pytest.raises(FerdeskError, match=r"--(denoise-layers|layer-costs)"):
        layer_costs(ObjectiveOptions(denoise_layers=words, layer_costs=weights), 2)


def test_the_top_alone_has_no_decoder_below() -> None:
    objective = OBJECTIVES["ladder"](network(), ObjectiveOptions(denoise_layers="top"))
    assert isinstance(objective, Ladder)
    assert len(objective.mirrors) == 0
    assert set(objective(network(), batch(8, objective), 0.5)) == {"supervised", "layer10"}


@pytest.mark.parametrize("noisy_view", ["", "webcam"])
def test_a_noisy_view_is_the_noisy_passs_alone(noisy_view: str, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: dict[str, torch.Tensor] = {}

    def clean(student: Network, stacked: torch.Tensor) -> tuple[Clean, ...]:
        seen["clean"] = stacked
        return clean_pass(student, stacked)

    def noisy(student: Network, stacked: torch.Tensor, std: float) -> tuple[tuple[torch.Tensor, ...], torch.Tensor]:
        seen["noisy"] = stacked
        return corrupted_pass(student, stacked, std)

    monkeypatch.setattr("ferdesk.train.objectives.ladder.clean_pass", clean)
    monkeypatch.setattr("ferdesk.train.objectives.ladder.corrupted_pass", noisy)
    options = ObjectiveOptions(noisy_view=noisy_view, denoise_layers="9,10")
    assert Ladder.views_of(options) == (("mild", "webcam") if noisy_view else ("as labelled",))
    views = tuple(torch.randn(8, 1, 48, 48) for _ in Ladder.views_of(options))
    data = dataclasses.replace(batch(8), views=views)
    Ladder(network(), options)(network(), data, 0.5)
    for name, view in (("clean", views[0]), ("noisy", views[-1])):
        assert torch.equal(seen[name], torch.cat([data.crops, view]))


def test_maps_of_two_views_are_not_compared() -> None:
    with pytest.raises(FerdeskError, match="--denoise-layers from 9"):
        Ladder(network(), ObjectiveOptions(noisy_view="webcam", denoise_layers="8,10"))


@pytest.mark.parametrize("name", ["tiny", "deck"])
def test_before_training_each_estimate_is_as_far_off_as_its_noise(name: str) -> None:
    student = network(name)
    objective = Ladder(student, ObjectiveOptions(noise_std=0.2, layer_costs="1"))
    costs = {key: float(term.detach()) for key, term in objective(student, batch(32, objective), 1.0).items()}
    assert costs["layer0"] == pytest.approx(0.2**2, rel=0.1)
    assert costs["layer1"] == pytest.approx(2 * 0.2**2, rel=0.1), "its own noise, and the crop's"
    assert all(0.2**2 < costs[f"layer{layer}"] < 2.0 for layer in range(2, len(student.chain) + 1))


def test_denoising_costs_are_ramped_up() -> None:
    student, costs = network(), []
    objective = Ladder(student, ObjectiveOptions())
    data = batch(8, objective)
    for progress in (0.0, 0.15, 0.3, 0.9):
        torch.manual_seed(0)
        costs.append(float(objective(student, data, progress)["layer0"].detach()))
    assert costs[0] < 0.01 * costs[3]
    assert costs[0] < costs[1] < costs[2]
    assert costs[2] == pytest.approx(costs[3], rel=1e-3)


def test_one_face_at_a_time_has_the_scores_that_it_has_among_a_hundred() -> None:
    student = network()
    objective = OBJECTIVES["ladder"](student, ObjectiveOptions())
    objective(student, batch(64, objective), 0.5)
    faces = crops(100)
    with torch.no_grad():
        together = student.eval()(faces)
        alone = torch.cat([student(face[None]) for face in faces])
    torch.testing.assert_close(together, alone, atol=1e-4, rtol=1e-4)
