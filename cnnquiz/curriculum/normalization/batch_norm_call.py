"""One call of batch_norm, and the values that it goes through."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from cnnquiz import engine

ALL_BUT_CHANNELS = (0, 2, 3)


@dataclass(frozen=True, slots=True)
class Call:
    """One call, with the defaults filled in."""

    x: Any
    gamma: Any
    beta: Any
    running_mean: Any
    running_var: Any
    momentum: float = 0.1
    eps: float = 1e-5
    training: bool = True

    @property
    def right(self) -> Any:
        """What should come back."""
        return engine.batch_norm(
            self.x,
            self.gamma,
            self.beta,
            self.running_mean,
            self.running_var,
            self.momentum,
            self.eps,
            self.training,
        )

    @property
    def batch_mean(self) -> Any:
        """The mean of each channel."""
        return self.x.mean(axis=ALL_BUT_CHANNELS)

    @property
    def batch_var(self) -> Any:
        """The biased variance of each channel."""
        return self.x.var(axis=ALL_BUT_CHANNELS)

    @property
    def unbias(self) -> float:
        """What turns a biased variance into an unbiased one."""
        values = self.x.size // self.x.shape[1]
        return values / (values - 1) if values > 1 else np.inf

    @property
    def centre(self) -> Any:
        """The mean that y is made with."""
        return self.batch_mean if self.training else self.running_mean

    @property
    def spread(self) -> Any:
        """The variance that y is made with."""
        return self.batch_var if self.training else self.running_var

    def y(self, mean: Any, var: Any) -> Any:
        """Return the output made with that mean and variance of each channel."""
        standard = (self.x - column(mean)) / np.sqrt(column(var) + self.eps)
        return column(self.gamma) * standard + column(self.beta)

    def moved(self, old: Any, new: Any) -> Any:
        """Return a running statistic after this call."""
        share = self.momentum if self.training else 0.0
        return (1 - share) * old + share * new if share else old


def column(numbers: Any) -> Any:
    """Give one number a channel the shape that broadcasts over (N, C, H, W)."""
    return np.reshape(numbers, (-1, 1, 1))


def fields(call: Call) -> tuple[Any, ...]:
    """Return a call's arguments in order."""
    return tuple(getattr(call, name) for name in Call.__slots__)
