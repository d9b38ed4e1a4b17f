"""Denoising functions of the ladder: from a noisy z and the signal u from above to an estimate of the clean z."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import torch
from torch import Tensor, nn
from torch.nn import functional

from ferdesk.train.objectives.gaussian import GaussianDenoising

_HIDDEN = 4


class Gaussian(nn.Module):
    """g(z, u) = (z - mu(u)) v(u) + mu(u), best where z is Gaussian given u (arXiv 1507.02672, eq. 2.14 and 2.15).

    mu(u) = a1 sigmoid(a2 u + a3) + a4 u + a5, and v(u) alike with a6..a10: ten numbers a channel. They start so that
    v = 1 and mu = 0: the estimate is the noisy z itself.
    """

    def __init__(self, channels: int, dimensions: int, noise_std: float) -> None:
        super().__init__()
        start = torch.zeros(10, channels, *[1] * (dimensions - 1))
        start[[1, 6]], start[9] = 1.0, 1.0
        self.a = nn.Parameter(start)

    def forward(self, noisy: Tensor, u: Tensor) -> Tensor:
        """All [n, channels, ...]."""
        return GaussianDenoising.of(noisy, u, self.a.flatten(1))


class Perceptron(nn.Module):
    """A small network of its own for each channel on z, u and z * u (the augmented MLP of arXiv 1511.06430, section 3).

    Its answer is added to the noisy z and starts at 0, so that the skip connection comes first.
    """

    def __init__(self, channels: int, dimensions: int, noise_std: float) -> None:
        super().__init__()
        self.channels = channels
        # Bare parameters, not a layer, so that no weight decay is laid on them.
        self.hidden = nn.Parameter(torch.randn(_HIDDEN * channels, 3, 1, 1) / 3**0.5)
        self.hidden_shift = nn.Parameter(torch.zeros(_HIDDEN * channels))
        self.answer = nn.Parameter(torch.zeros(channels, _HIDDEN, 1, 1))
        self.answer_shift = nn.Parameter(torch.zeros(channels))

    def forward(self, noisy: Tensor, u: Tensor) -> Tensor:
        """All [n, channels, ...]."""
        seen = torch.stack([noisy, u, noisy * u], dim=2).flatten(1, 2)
        flat = seen.ndim == 2
        seen = seen[..., None, None] if flat else seen
        hidden = functional.conv2d(seen, self.hidden, self.hidden_shift, groups=self.channels)
        hidden = functional.leaky_relu(hidden, 0.1)
        answer = functional.conv2d(hidden, self.answer, self.answer_shift, groups=self.channels)
        return noisy + (answer[..., 0, 0] if flat else answer)


class Deck(nn.Module):
    """The slide deck's: the noisy z plus the noise's deviation times u."""

    def __init__(self, channels: int, dimensions: int, noise_std: float) -> None:
        super().__init__()
        self.noise_std = noise_std

    def forward(self, noisy: Tensor, u: Tensor) -> Tensor:
        """All [n, channels, ...]."""
        return noisy + self.noise_std * u


class Nothing(nn.Module):
    """No denoising: the noisy z is compared as it is, as in the slide deck's first ladder."""

    def __init__(self, channels: int, dimensions: int, noise_std: float) -> None:
        super().__init__()

    def forward(self, noisy: Tensor, u: Tensor) -> Tensor:
        """The noisy z."""
        return noisy


COMBINATORS: Mapping[str, Callable[[int, int, float], nn.Module]] = {
    "gaussian": Gaussian, "mlp": Perceptron, "deck": Deck, "none": Nothing,
}  # fmt: skip
"""By the name that --denoise takes. Each is made with channels, dimensions of z without the batch, and noise."""
