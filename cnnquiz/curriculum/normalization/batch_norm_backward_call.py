"""One call of batch_norm_backward, and the values that it goes through."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from cnnquiz import engine
from cnnquiz.curriculum.normalization.batch_norm_call import ALL_BUT_CHANNELS, column


@dataclass(frozen=True, slots=True)
class Backward:
    """One call, and the values that it goes through."""

    dout: Any
    x: Any
    gamma: Any
    eps: float = 1e-5

    @property
    def right(self) -> Any:
        """What should come back."""
        return engine.batch_norm_backward(self.dout, self.x, self.gamma, self.eps)

    @property
    def count(self) -> int:
        """The number of values in a channel."""
        return int(self.x[:, 0].size)

    @property
    def centred(self) -> Any:
        """What x is off its channel's mean."""
        return self.x - self.x.mean(axis=ALL_BUT_CHANNELS, keepdims=True)

    @property
    def var(self) -> Any:
        """The biased variance of each channel."""
        return self.x.var(axis=ALL_BUT_CHANNELS)

    @property
    def inverse(self) -> Any:
        """One over the standard deviation of each channel."""
        return 1 / np.sqrt(self.var + self.eps)

    @property
    def x_hat(self) -> Any:
        """The standardised x."""
        return self.centred * column(self.inverse)

    def dx(self, shift: float = 1.0, stretch: float = 1.0, count: Any = None) -> Any:
        """Return dx with the paths of mean and variance weighed so, and that count."""
        _, dgamma, dbeta = self.right
        terms = shift * column(dbeta) + stretch * self.x_hat * column(dgamma)
        among = self.dout - terms / (self.count if count is None else count)
        return column(self.gamma * self.inverse) * among
