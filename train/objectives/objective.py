"""The protocol of a training mode: what one step minimises."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import torch
from torch import Tensor, nn
from torch.nn import functional

from ferdesk.emotions import EMOTIONS
from ferdesk.train.batches import Batch, Examples
from ferdesk.train.networks import Network

AS_LABELLED = "as labelled"
"""A view with the augmentation of the labelled crops."""


BALANCES = ("none", "weights", "logits", "sampling")
"""`weights`: a rare emotion's mistakes cost more; `logits`: the logarithms of the emotions' shares are added to the
logits while training (Menon et al. 2021, arXiv 2007.07314, eq. 10); `sampling`: all emotions are drawn as often."""


@dataclass(frozen=True, kw_only=True)
class ObjectiveOptions:
    """What a mode can be told; each takes what concerns it."""

    label_smoothing: float = 0.1
    balance: str = "none"
    """What is done about rare emotions in the loss, a name in BALANCES."""
    targets: str = "labels"
    """`labels`, or `ferplus`: the distribution of the votes in their place, and so eight emotions in place of seven."""
    votes: str = ""
    """Absolute path of the FER+ votes on the data set's rows; empty where there are none."""
    votes_weight: float = 1.0
    """supervised: weight of the votes' cross-entropy beside that of the labels."""
    teacher: str = ""
    """supervised: absolute path of a bundle whose scores are learnt beside the labels; empty where there is none."""
    second_teacher: str = ""
    """supervised: absolute path of another one; the mean of both teachers' scores is learnt. Empty for one alone."""
    teacher_weight: float = 2.0
    """supervised: weight of the teachers' cross-entropy beside that of the labels."""
    unlabelled_weight: float = 1.0
    """Weight of what is learnt from unlabelled crops, once it is ramped up."""
    threshold: float = 0.8
    """fixmatch: how sure a pseudo-label must be."""
    weighting: str = "threshold"
    """fixmatch: how pseudo-labels count, a name in WEIGHTINGS."""
    sharpen: float = 0.0
    """fixmatch: 0 teaches the likeliest emotion; above it all seven scores, sharpened by that temperature; 1 as is."""
    noise_std: float | None = None
    """ladder, autoencoder: standard deviation of the Gaussian noise; None as the mode has it."""
    denoise: str = "gaussian"
    """ladder: the denoising function."""
    denoise_layers: str = "all"
    """ladder: `all`, `top`, or numbers such as `0` or `1,3`; 0 is the crop itself."""
    layer_costs: str = ""
    """ladder: weights of the denoised layers from the lowest up, such as `10,1,0.1`; the last holds for the rest."""
    noisy_view: str = ""
    """ladder: augmentation of the unlabelled crops in the noisy pass, while the clean one has them hardly changed;
    empty gives both passes the same crops."""


class Objective(nn.Module):
    """A mode. Teachers and decoders are its sub-modules, so they are optimised, saved and resumed with it."""

    views: ClassVar[tuple[str, ...]] = ()
    """Which views of the unlabelled crops a batch must have: names of augmentations, or AS_LABELLED."""

    takes: ClassVar[tuple[str, ...]] = ("unlabelled_weight",)
    """What of ObjectiveOptions concerns this mode, beside what concerns all of them: how labels are learnt from."""

    @classmethod
    def views_of(cls, options: ObjectiveOptions) -> tuple[str, ...]:
        """The views that a batch must have where the mode is told this."""
        return cls.views

    def __init__(self, network: Network, options: ObjectiveOptions) -> None:
        super().__init__()
        self.label_smoothing = options.label_smoothing
        self.balance = options.balance
        self.watched: dict[str, Tensor] = {}
        """Numbers of the last step that say how it goes but are not minimised, such as how many pseudo-labels count."""
        self._shares = torch.full((len(EMOTIONS),), 1 / len(EMOTIONS))

    def forward(self, network: Network, batch: Batch, progress: float) -> dict[str, Tensor]:
        """Weighted loss terms by name, scalars whose sum is minimised; `progress` runs from 0 to 1."""
        raise NotImplementedError  # an abstract method: each mode has its own

    def begin_epoch(self, network: Network, pool: Tensor, examples: Examples) -> None:
        """Called before an epoch with every training crop, uint8 [N, 48, 48] in the order of `Batch.rows`, and those
        that have labels. Whoever overrides it calls it."""
        counts = torch.bincount(examples.labels, minlength=len(EMOTIONS)).clamp(min=1)
        self._shares = counts / counts.sum()

    def after_step(self, network: Network) -> None:
        """Called behind every optimizer step; a teacher follows its student here."""

    def network_to_evaluate(self, network: Network) -> Network:
        """The network whose average is evaluated and exported: the student, unless a mode says otherwise."""
        return network

    def supervised_terms(self, network: Network, logits: Tensor, batch: Batch) -> dict[str, Tensor]:
        """What every mode learns from labels: `supervised`, and `penalty` where the network has one of its own.

        Cross-entropy with smoothed labels (Szegedy et al. 2016, arXiv 1512.00567, section 7), balanced as asked.
        """
        logits = logits.float() + self._shares.log() if self.balance == "logits" else logits.float()
        weight = 1 / (len(EMOTIONS) * self._shares) if self.balance == "weights" else None
        loss = functional.cross_entropy(logits, batch.labels, weight, label_smoothing=self.label_smoothing)
        terms = {"supervised": loss}
        penalty = network.penalty()
        if penalty is not None:
            terms["penalty"] = penalty
        return terms
