"""`mean-teacher`: the student must say of one view what its own running average says of another."""

from __future__ import annotations

from torch import Tensor
from torch.nn import functional

from ferdesk.train.batches import Batch
from ferdesk.train.networks import Network
from ferdesk.train.objectives.entropy import together
from ferdesk.train.objectives.objective import AS_LABELLED, Objective, ObjectiveOptions
from ferdesk.train.objectives.ramps import ramp_up
from ferdesk.train.objectives.teacher import Teacher

DECAY = 0.99
SCALE = 50.0
"""Squared differences of probabilities are small: this brings them to the size of the cross-entropy."""


class MeanTeacher(Objective):
    """Adds the squared distance between the scores of student and teacher (Tarvainen & Valpola 2017, arXiv 1703.01780).

    J = E ||f(x, theta', eta') - f(x, theta, eta)||^2, section 2; theta' is the moving average, which gets no gradient.
    """

    views = (AS_LABELLED, AS_LABELLED)

    def __init__(self, network: Network, options: ObjectiveOptions) -> None:
        super().__init__(network, options)
        self.weight = options.unlabelled_weight
        self.teacher = Teacher(network, DECAY)

    def forward(self, network: Network, batch: Batch, progress: float) -> dict[str, Tensor]:
        """`supervised`, `penalty` and `consistency`."""
        one, other = batch.views
        logits, student = together(network, batch.crops, one)
        target = self.teacher.logits(other).softmax(dim=1)
        distance = functional.mse_loss(student.float().softmax(dim=1), target)
        terms = self.supervised_terms(network, logits, batch)
        return terms | {"consistency": SCALE * self.weight * ramp_up(progress) * distance}

    def after_step(self, network: Network) -> None:
        """The teacher follows."""
        self.teacher.follow(network)
