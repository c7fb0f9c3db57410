"""What people make of fold_batch_norm."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from cnnquiz.curriculum.exercise import Misconception


@dataclass(frozen=True, slots=True)
class Layers:
    """One call: a convolution and the batch norm after it."""

    w: Any
    b: Any
    gamma: Any
    beta: Any
    running_mean: Any
    running_var: Any
    eps: float = 1e-5

    @property
    def bias(self) -> Any:
        """The convolution's bias; zeros if there is none."""
        return np.zeros_like(self.running_mean) if self.b is None else self.b

    @property
    def scale(self) -> Any:
        """What the batch norm multiplies each channel by."""
        return self.gamma / np.sqrt(self.running_var + self.eps)

    def folded(self, scale: Any) -> Any:
        """Return both parts, made with that scale."""
        new_bias = scale * (self.bias - self.running_mean) + self.beta
        return self.w * by_filter(scale), new_bias


def by_filter(numbers: Any) -> Any:
    """Give one number a filter the shape that broadcasts over the filters."""
    return np.reshape(numbers, (-1, 1, 1, 1))


def of(change: Callable[[Layers], Any]) -> Callable[..., Any]:
    """Make a misconception from what it makes of the layers."""

    def wrong(*values: Any, **named: Any) -> Any:
        return change(Layers(*values, **named))

    return wrong


def scaled_by(scale: Callable[[Layers], Any]) -> Callable[..., Any]:
    """Make a misconception that has another idea of the scale."""
    return of(lambda layers: layers.folded(scale(layers)))


def with_bias(bias: Callable[[Layers, Any], Any]) -> Callable[..., Any]:
    """Make a misconception that has another idea of the bias, made with the scale."""
    return of(
        lambda layers: (layers.folded(layers.scale)[0], bias(layers, layers.scale))
    )


def along(shape: tuple[int, ...]) -> Callable[..., Any]:
    """Make a misconception that multiplies along another axis of w."""
    return of(
        lambda layers: (
            layers.w * layers.scale.reshape(shape),
            layers.folded(layers.scale)[1],
        )
    )


def in_place(layers: Layers) -> Any:
    """Scale the caller's filters."""
    w, b = layers.folded(layers.scale)
    layers.w[...] = w
    return w, b


MISCONCEPTIONS = (
    Misconception(
        "ignores-bias",
        "the convolution's bias is left out",
        "The bias goes through the batch norm as well: the new one is s·(b − μ) + β.",
        with_bias(lambda layers, scale: layers.beta - scale * layers.running_mean),
    ),
    Misconception(
        "bias-not-scaled",
        "the convolution's bias is not scaled",
        "b is part of z, and all of z is multiplied by s: s·(b − μ) + β.",
        with_bias(
            lambda layers, scale: (
                layers.bias - scale * layers.running_mean + layers.beta
            )
        ),
    ),
    Misconception(
        "mean-not-scaled",
        "the running mean is not scaled",
        "The mean is subtracted before the scaling: s·(b − μ) + β.",
        with_bias(
            lambda layers, scale: (
                scale * layers.bias - layers.running_mean + layers.beta
            )
        ),
        variants=(
            with_bias(
                lambda layers, _: layers.bias - layers.running_mean + layers.beta
            ),
        ),
    ),
    Misconception(
        "mean-missing",
        "the running mean is left out",
        "The batch norm subtracts its mean from z: s·(b − μ) + β.",
        with_bias(lambda layers, scale: scale * layers.bias + layers.beta),
    ),
    Misconception(
        "mean-added",
        "the running mean is added",
        "The batch norm subtracts its mean from z: s·(b − μ) + β.",
        with_bias(
            lambda layers, scale: (
                scale * (layers.bias + layers.running_mean) + layers.beta
            )
        ),
    ),
    Misconception(
        "beta-missing",
        "beta is left out",
        "The batch norm adds beta at its end, after all scaling: s·(b − μ) + β.",
        with_bias(lambda layers, scale: scale * (layers.bias - layers.running_mean)),
    ),
    Misconception(
        "shift-scaled",
        "beta is scaled",
        "The batch norm adds beta after all scaling: s·(b − μ) + β, not s·(b − μ + β).",
        with_bias(
            lambda layers, scale: (
                scale * (layers.bias - layers.running_mean + layers.beta)
            )
        ),
    ),
    Misconception(
        "bias-unchanged",
        "the bias comes back as it was",
        "Scaling w is half of it. What does not depend on x makes a new bias: "
        "s·(b − μ) + β.",
        with_bias(lambda layers, _: layers.bias),
    ),
    Misconception(
        "none-bias-kept",
        "there is no bias where the convolution had none",
        "Without a bias the batch norm still shifts: the new bias is β − s·μ.",
        of(
            lambda layers: (
                layers.folded(layers.scale)[0],
                None if layers.b is None else layers.folded(layers.scale)[1],
            )
        ),
    ),
    Misconception(
        "none-bias-crash",
        "it fails where there is no bias",
        "b may be None, and mostly is before a batch norm. Put zeros in its place.",
        with_bias(
            lambda layers, scale: scale * (layers.b - layers.running_mean) + layers.beta
        ),
    ),
    Misconception(
        "weights-unchanged",
        "the weights come back as they were",
        "The filter of channel o is multiplied by s[o], as the whole map was.",
        of(lambda layers: (layers.w.copy(), layers.folded(layers.scale)[1])),
    ),
    Misconception(
        "scales-wrong-axis",
        "the scale runs along another axis of w than the first",
        "Output channels are axis 0 of w: give the scale the shape (C_out, 1, 1, 1).",
        along((-1,)),
        variants=(along((1, -1, 1, 1)), along((-1, 1, 1)), along((-1, 1))),
    ),
    Misconception(
        "gamma-missing",
        "gamma is left out",
        "The scale is s = γ / √(σ² + ε), in the weights and in the bias.",
        scaled_by(lambda layers: 1 / np.sqrt(layers.running_var + layers.eps)),
    ),
    Misconception(
        "eps-missing",
        "ε is left out",
        "The batch norm divides by √(σ² + ε): leave ε out, and a channel with a small "
        "variance comes out too large.",
        scaled_by(lambda layers: layers.gamma / np.sqrt(layers.running_var)),
    ),
    Misconception(
        "eps-outside-sqrt",
        "ε is outside the root",
        "The denominator is √(σ² + ε), as in the batch norm itself.",
        scaled_by(
            lambda layers: layers.gamma / (np.sqrt(layers.running_var) + layers.eps)
        ),
    ),
    Misconception(
        "eps-hardcoded",
        "ε is always 10⁻⁵",
        "1e-5 is only the default. Use the ε that the batch norm was trained with.",
        scaled_by(lambda layers: layers.gamma / np.sqrt(layers.running_var + 1e-5)),
    ),
    Misconception(
        "missing-sqrt",
        "the weights are divided by the variance",
        "Divide by the standard deviation, √(σ² + ε).",
        scaled_by(lambda layers: layers.gamma / (layers.running_var + layers.eps)),
    ),
    Misconception(
        "divides-by-scale",
        "the scale is upside down",
        "The filter is multiplied by γ / √(σ² + ε), not by √(σ² + ε) / γ.",
        scaled_by(
            lambda layers: np.sqrt(layers.running_var + layers.eps) / layers.gamma
        ),
    ),
    Misconception(
        "mutates-w",
        "w is changed in place",
        "w *= ... writes into the caller's array. Return a new one: w * scale.",
        of(in_place),
        claimed_by="leaves_inputs_unchanged",
    ),
)
