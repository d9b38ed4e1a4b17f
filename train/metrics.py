"""How good logits are: accuracy, and the whole evaluation that a run reports."""

from __future__ import annotations

import torch
from torch import Tensor

from ferdesk.metrics import Metrics, evaluate_scores
from ferdesk.train.targets import kinds_of


def accuracy_of(logits: Tensor, labels: Tensor) -> float:
    """Share of rows, 0..1, whose highest logit is the label's; 0.0 without rows. `logits` [n, k], `labels` [n]."""
    return float((logits.argmax(1) == labels).float().mean()) if len(labels) else 0.0


def evaluate_logits(logits: Tensor, labels: Tensor) -> Metrics:
    """Accuracy, recalls, calibration error and confusion of uncalibrated logits, [n, 7] or FER+'s [n, 8]."""
    names = [kind.label for kind in kinds_of(logits.shape[1])]
    return evaluate_scores(torch.softmax(logits, 1).numpy(), labels.numpy(), names)
