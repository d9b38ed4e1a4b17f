"""The contract of every mode: finite terms, gradients in the student and none in a teacher, honest streams."""

from __future__ import annotations

import dataclasses
import math

import pytest
import torch
from torch import Tensor

from ferdesk.train.augment import AUGMENTATIONS
from ferdesk.train.batches import Batch, Examples
from ferdesk.train.networks import Network, build_network
from ferdesk.train.objectives import OBJECTIVES, Objective, ObjectiveOptions, Supervised
from ferdesk.train.objectives.fixmatch import FixMatch, sharpened

LEARNT_WITHOUT_LABELS = {
    "entropy": "entropy", "autoencoder": "reconstruction", "ladder": "layer1", "mean-teacher": "consistency",
    "cluster": "cluster", "fixmatch": "pseudo",
}  # fmt: skip


def batch(n: int = 8, objective: Objective | None = None) -> Batch:
    views = tuple(torch.randn(n, 1, 48, 48) for _ in (objective.views if objective is not None else ()))
    return Batch(torch.randn(n, 1, 48, 48), torch.arange(n) % 7, None, views, torch.arange(n) if views else None)


def made(mode: str, network: str = "tiny", options: ObjectiveOptions | None = None) -> tuple[Network, Objective]:
    torch.manual_seed(0)
    student = build_network(network).train()
    # Everything counts as sure, for a network that knows nothing is sure of nothing.
    objective = OBJECTIVES[mode](student, options or ObjectiveOptions(threshold=0.0)).train()
    pool = torch.randint(0, 256, (80, 48, 48), dtype=torch.uint8)
    objective.begin_epoch(student, pool, Examples(pool[:14], torch.arange(14) % 7))
    return student, objective


def total(terms: dict[str, Tensor]) -> Tensor:
    return torch.stack(list(terms.values())).sum()


@pytest.mark.parametrize("network", ["tiny", "deck", "resnet"])
@pytest.mark.parametrize("mode", OBJECTIVES)
def test_every_mode_gives_finite_terms_that_reach_every_weight(mode: str, network: str) -> None:
    student, objective = made(mode, network)
    terms = objective(student, batch(8, objective), 0.5)
    assert "supervised" in terms
    assert all(term.ndim == 0 and math.isfinite(term.item()) for term in terms.values())
    total(terms).backward()
    assert all(parameter.grad is not None for parameter in student.parameters())
    assert all(parameter.grad is not None for parameter in objective.parameters() if parameter.requires_grad)


@pytest.mark.parametrize(("mode", "term"), LEARNT_WITHOUT_LABELS.items())
def test_what_is_learnt_without_labels_moves_the_student_and_no_teacher(mode: str, term: str) -> None:
    student, objective = made(mode)
    terms = objective(student, batch(8, objective), 0.9)
    assert float(terms[term].detach()) > 0
    terms[term].backward()
    assert any(parameter.grad is not None and bool(parameter.grad.any()) for parameter in student.parameters())
    frozen = [parameter for parameter in objective.parameters() if not parameter.requires_grad]
    assert all(parameter.grad is None for parameter in frozen)
    assert bool(frozen) == (mode in ("mean-teacher", "fixmatch"))


@pytest.mark.parametrize("mode", ["mean-teacher", "fixmatch"])
def test_a_teacher_follows_its_student_slowly(mode: str) -> None:
    student, objective = made(mode)
    data = batch(8, objective)
    objective.after_step(student)  # the first step copies
    before = objective.teacher.logits(data.crops)  # type: ignore[union-attr, operator]
    with torch.no_grad():
        student.head.linear.weight += 1.0  # type: ignore[operator]
    assert torch.equal(before, objective.teacher.logits(data.crops))  # type: ignore[union-attr, operator]
    objective.after_step(student)
    after = objective.teacher.logits(data.crops)  # type: ignore[union-attr, operator]
    moved = (after - before).norm() / (student.eval()(data.crops) - before).norm()
    assert 0 < float(moved.detach()) < 0.1


@pytest.mark.parametrize("mode", OBJECTIVES)
def test_views_are_augmentations_that_there_are(mode: str) -> None:
    assert all(view in AUGMENTATIONS or view == "as labelled" for view in OBJECTIVES[mode].views)


def test_supervised_is_cross_entropy() -> None:
    network = build_network("tiny").eval()
    data = batch(4)
    expected = -torch.log_softmax(network(data.crops), 1)[torch.arange(4), data.labels].mean()
    objective = Supervised(network, ObjectiveOptions(label_smoothing=0.0))
    torch.testing.assert_close(objective(network, data, 0.0)["supervised"], expected)


@pytest.mark.parametrize("balance", ["weights", "logits"])
def test_balance_is_by_the_labels_that_there_are(balance: str) -> None:
    network = build_network("tiny").eval()
    objective = Supervised(network, ObjectiveOptions(balance=balance, label_smoothing=0.0))
    counts = torch.tensor([8, 1, 1, 1, 1, 1, 1])
    labels = torch.repeat_interleave(torch.arange(7), counts)
    objective.begin_epoch(network, torch.zeros(0), Examples(torch.zeros(14, 48, 48), labels))
    data = batch(7)
    logits, shares = network(data.crops), counts / 14
    if balance == "weights":
        losses = -logits.log_softmax(1)[torch.arange(7), data.labels] / shares
        expected = losses.sum() / (1 / shares).sum()
    else:
        expected = -(logits + shares.log()).log_softmax(1)[torch.arange(7), data.labels].mean()
    torch.testing.assert_close(objective(network, data, 0.0)["supervised"], expected)


def test_the_decks_penalty_is_a_term_of_its_own() -> None:
    network = build_network("deck")
    assert set(Supervised(network)(network, batch(), 0.0)) == {"supervised", "penalty"}


def test_votes_are_a_weighted_cross_entropy_with_a_head_of_their_own() -> None:
    network = build_network("tiny").eval()
    objective = Supervised(network, ObjectiveOptions(votes="some", votes_weight=2.0))
    votes = torch.zeros(4, 8)
    votes[0, 1], votes[1, 2], votes[1, 7] = 1.0, 0.25, 0.75  # on the others nobody named an expression
    data = dataclasses.replace(batch(4), votes=votes)
    assert objective.votes is not None
    logarithms = objective.votes(network.features(data.crops)).log_softmax(1)
    expected = -2.0 * (logarithms[0, 1] + 0.25 * logarithms[1, 2] + 0.75 * logarithms[1, 7]) / 4
    terms = objective(network, data, 0.0)
    torch.testing.assert_close(terms["votes"], expected)
    assert set(objective(network, batch(4), 0.0)) == {"supervised"}, "no votes, no term"
    assert Supervised(network).votes is None


def test_a_threshold_counts_what_passes_it() -> None:
    student, objective = made("fixmatch", options=ObjectiveOptions(threshold=1.01))
    terms = objective(student, batch(8, objective), 0.9)
    assert float(terms["pseudo"].detach()) == 0.0
    assert float(objective.watched["used"]) == 0.0
    student, objective = made("fixmatch", options=ObjectiveOptions(threshold=0.0))
    objective(student, batch(8, objective), 0.9)
    assert float(objective.watched["used"]) == 1.0


def test_sharpened_scores_by_hand() -> None:
    scores = torch.tensor([[0.6, 0.3, 0.1], [1.0, 0.0, 0.0]])
    expected = torch.tensor([[0.36, 0.09, 0.01], [0.46, 0.0, 0.0]]) / 0.46
    torch.testing.assert_close(sharpened(scores, 0.5), expected)


def test_what_is_sharpened_is_what_the_student_learns() -> None:
    options = ObjectiveOptions(threshold=0.0, sharpen=0.5)
    network, objective = made("fixmatch", options=options)
    twin = made("fixmatch", options=options)[1]
    assert isinstance(twin, FixMatch)
    data = batch(8, objective)
    network.eval()
    said = sharpened(twin._aligned(twin.teacher.logits(data.views[0]).softmax(dim=1), data.labels), 0.5)
    expected = -(said * network(data.views[1]).log_softmax(dim=1)).sum(dim=1).mean()
    torch.testing.assert_close(objective(network, data, 1.0)["pseudo"], expected)


def test_soft_weights_are_a_gaussian_cut_off_at_its_mean() -> None:
    _, objective = made("fixmatch", options=ObjectiveOptions(weighting="soft"))
    assert isinstance(objective, FixMatch)
    sureness = torch.tensor([0.3, 0.5, 0.7, 0.9])
    objective.mean_sureness.fill_(0.6)  # also the mean of these four, so it stays
    objective.variance.fill_(0.05)  # and their variance
    weights = objective._soft_weights(sureness)
    assert objective.mean_sureness == pytest.approx(0.6)
    assert objective.variance == pytest.approx(0.05)
    expected = [math.exp(-(0.3**2) / (2 * 0.05 / 4)), math.exp(-(0.1**2) / (2 * 0.05 / 4)), 1.0, 1.0]
    torch.testing.assert_close(weights, torch.tensor(expected))
