"""The tables of a model card, out of figures that can be counted by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from ferdesk.export.card_tables import results, robustness
from ferdesk.export.figures import Figures
from ferdesk.metrics import Evaluation, evaluate_scores
from ferdesk.train.disturb import DISTURBANCES
from ferdesk.train.robustness import Curve


def evaluation(read: list[int], labels: list[int], dropped: int | None = None) -> Evaluation:
    metrics = evaluate_scores(np.eye(7, dtype=np.float32)[read], np.array(labels))
    told = {"split": "PrivateTest", "bundle": "made", "bundle_sha256": "0", "data": "0"}
    return Evaluation(**vars(metrics), **told, leaks_dropped=dropped)


@pytest.fixture
def figures() -> Figures:
    # Four angry faces, three of them read as angry; of two happy ones one is read as angry, and one is a leaked twin.
    everything = evaluation([0, 0, 0, 3, 3, 0], [0, 0, 0, 0, 3, 3])
    unleaked = evaluation([0, 0, 0, 3, 0], [0, 0, 0, 0, 3], dropped=1)
    return Figures("fp32", 1, everything, everything, unleaked, 1.0, {})


def test_each_emotion_has_recall_and_precision_with_and_without_the_leaked_twins(figures: Figures) -> None:
    table = results(figures)
    assert "| PrivateTest | faces | recall | precision | without twins: faces | recall | precision |" in table
    assert "| angry | 4 | 75.00 % | 75.00 % | 4 | 75.00 % | 75.00 % |" in table
    assert "| happy | 2 | 50.00 % | 50.00 % | 1 | 0.00 % | 0.00 % |" in table
    assert "| fear | 0 | – | – | 0 | – | – |" in table
    assert "| happy | 1 | 0 | 0 | 1 | 0 | 0 | 0 |" in table  # the confusion matrix


def test_without_twins_there_is_nothing_beside(figures: Figures) -> None:
    table = results(replace(figures, private_unleaked=replace(figures.private, leaks_dropped=0)))
    assert "| angry | 4 | 75.00 % | 75.00 % |\n" in table
    assert "twins" not in table


def test_a_row_a_disturbance() -> None:
    kind = DISTURBANCES[0]
    steps = len(kind.steps)
    curve = Curve("made", kind, (0.7, *[0.5] * steps), (0.9, *[0.25] * steps), (0.8, *[0.6] * steps))
    blind = replace(curve, shown=(0.9, *[0.0] * steps), shown_accuracy=(0.8, *[0.0] * steps))
    section = robustness([curve, blind])
    told = ", ".join(f"{step:g}: 50.0" for step in kind.steps)
    assert section.startswith("## Disturbed faces\n")
    assert "70.00 % as they are" in section
    assert f"| {kind.name}, {kind.unit} | {told} | 25.00 % | 60.00 % |" in section
    assert f"| {kind.name}, {kind.unit} | {told} | 0.00 % | – |" in section
    assert robustness([]) == ""
