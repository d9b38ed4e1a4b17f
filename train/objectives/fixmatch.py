"""`fixmatch`: what the teacher is sure of in a hardly changed crop, the student must see in a much changed one."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from ferdesk.emotions import EMOTIONS
from ferdesk.train.batches import Batch
from ferdesk.train.networks import Network
from ferdesk.train.objectives.entropy import together
from ferdesk.train.objectives.objective import Objective, ObjectiveOptions
from ferdesk.train.objectives.ramps import ramp_up
from ferdesk.train.objectives.teacher import Teacher

DECAY = 0.995
_MEMORY = 0.99
"""Of the running means of the teacher's scores, of the labels and of how sure the teacher is."""

_LEAST = 1e-8
WEIGHTINGS = ("threshold", "soft")
"""`threshold`: pseudo-labels below --threshold do not count; `soft`: those less sure than usual count less."""


class FixMatch(Objective):
    """FixMatch (Sohn et al. 2020, arXiv 2001.07685, eq. 4) with pseudo-labels by a teacher and distribution alignment.

    Alignment (Berthelot et al. 2020, arXiv 1911.09785, section 3.1): scores are multiplied by the share that an emotion
    has in the labelled crops of the steps (with `--balance sampling` all have the same) over the mean score that it
    gets, and made to sum to 1, so that what is rare among the labels is not forgotten.

    With `--weighting soft` a pseudo-label's weight is a Gaussian of how sure the teacher is, cut off at its mean: 1
    from there on, exp(-(sureness - mean)^2 / (2 variance / 4)) below (SoftMatch, Chen et al. 2023, arXiv 2301.10921,
    section 3.2, with half the deviation, as its authors run it). Where labels are noisy few answers pass any
    threshold, and what is half sure is worth half.

    With `--sharpen` T the target is no single emotion but all scores to the power of 1 / T, made to sum to 1 (Berthelot
    et al. 2019, arXiv 1905.02249, eq. 7): a face may be half sad and half afraid.
    """

    views = ("mild", "webcam")
    takes = ("unlabelled_weight", "threshold", "weighting", "sharpen")

    def __init__(self, network: Network, options: ObjectiveOptions) -> None:
        super().__init__(network, options)
        self.weight = options.unlabelled_weight
        self.threshold = options.threshold
        self.soft = options.weighting == "soft"
        self.sharpen = options.sharpen
        self.teacher = Teacher(network, DECAY)
        uniform = torch.full((len(EMOTIONS),), 1 / len(EMOTIONS))
        self.register_buffer("label_share", uniform.clone())
        self.register_buffer("mean_scores", uniform.clone())
        self.register_buffer("mean_sureness", torch.tensor(1 / len(EMOTIONS)))
        self.register_buffer("variance", torch.tensor(1.0))
        self.label_share: Tensor
        self.mean_scores: Tensor
        self.mean_sureness: Tensor
        self.variance: Tensor

    def forward(self, network: Network, batch: Batch, progress: float) -> dict[str, Tensor]:
        """`supervised`, `penalty` and `pseudo`: cross-entropy with what the teacher says, as far as it is sure.

        `used`, which is watched, is the mean weight of a pseudo-label: with a threshold, the share that passes.
        """
        weak, strong = batch.views
        scores = self._aligned(self.teacher.logits(weak).softmax(dim=1), batch.labels)
        sureness, likeliest = scores.max(dim=1)
        guess = sharpened(scores, self.sharpen) if self.sharpen else likeliest
        logits, student = together(network, batch.crops, strong)
        losses = functional.cross_entropy(student.float(), guess, reduction="none")
        weights = self._soft_weights(sureness) if self.soft else (sureness >= self.threshold).float()
        self.watched = {"used": weights.mean()}
        pseudo = (losses * weights).mean()
        terms = self.supervised_terms(network, logits, batch)
        return terms | {"pseudo": self.weight * ramp_up(progress) * pseudo}

    def after_step(self, network: Network) -> None:
        """The teacher follows."""
        self.teacher.follow(network)

    def _soft_weights(self, sureness: Tensor) -> Tensor:
        variance, mean = torch.var_mean(sureness, correction=0)
        self.mean_sureness.lerp_(mean, 1 - _MEMORY)
        self.variance.lerp_(variance, 1 - _MEMORY)
        below = (self.mean_sureness - sureness).clamp(min=0)
        return torch.exp(-2 * below.square() / self.variance)

    def _aligned(self, scores: Tensor, labels: Tensor) -> Tensor:
        share = torch.bincount(labels, minlength=len(EMOTIONS)) / len(labels)
        self.label_share.lerp_(share, 1 - _MEMORY)
        self.mean_scores.lerp_(scores.mean(dim=0), 1 - _MEMORY)
        aligned = scores * (self.label_share / self.mean_scores)
        return aligned / aligned.sum(dim=1, keepdim=True)


def sharpened(scores: Tensor, temperature: float) -> Tensor:
    """float32 [n, 7], rows sum to 1: the lower the temperature, the nearer to all or nothing."""
    return (scores.clamp(min=_LEAST).log() / temperature).softmax(dim=1)
