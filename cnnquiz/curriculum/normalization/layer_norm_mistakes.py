"""What people make of layer_norm: each wrong way of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from cnnquiz import engine
from cnnquiz.curriculum.exercise import Misconception
from cnnquiz.curriculum.normalization.far_from_zero import variance_by_squares

Axes = Callable[[Any], tuple[int, ...]]


def over(axes: Axes) -> Callable[..., Any]:
    """Make a misconception that takes the statistics over other axes."""

    def wrong(x: Any, gamma: Any, beta: Any, eps: float = 1e-5) -> Any:
        mean = x.mean(axis=axes(x), keepdims=True)
        root = np.sqrt(x.var(axis=axes(x), keepdims=True) + eps)
        return gamma * ((x - mean) / root) + beta

    return wrong


def dividing(root: Callable[[Any, float], Any]) -> Callable[..., Any]:
    """Make a misconception that divides by something else, made of x and ε."""

    def wrong(x: Any, gamma: Any, beta: Any, eps: float = 1e-5) -> Any:
        centred = x - x.mean(axis=-1, keepdims=True)
        return gamma * (centred / root(x, eps)) + beta

    return wrong


def variance(x: Any) -> Any:
    """Return each row's variance as a column."""
    return x.var(axis=-1, keepdims=True)


def unbiased_root(x: Any, eps: float) -> Any:
    """Divide by D − 1, which is nothing where a row has one element."""
    width = np.float64(x.shape[-1])
    return np.sqrt(variance(x) * (width / (width - 1)) + eps)


def unbiased_root_guarded(x: Any, eps: float) -> Any:
    """Divide by D − 1, but at least by one."""
    width = x.shape[-1]
    return np.sqrt(variance(x) * width / max(width - 1, 1) + eps)


def mean_of_squares(x: Any) -> Any:
    """Return each row's mean square as a column."""
    return (x * x).mean(axis=-1, keepdims=True)


def by_squares(x: Any) -> Any:
    """Return each row's variance as a difference of squares."""
    return mean_of_squares(x) - x.mean(axis=-1, keepdims=True) ** 2


def off_centre(x: Any, gamma: Any, beta: Any, eps: float = 1e-5) -> Any:
    """Divide by the deviation and leave the mean."""
    return gamma * (x / np.sqrt(variance(x) + eps)) + beta


def root_mean_square(x: Any, gamma: Any, beta: Any, eps: float = 1e-5) -> Any:
    """Divide by the root mean square."""
    return gamma * (x / np.sqrt(mean_of_squares(x) + eps)) + beta


def without_keepdims(x: Any, gamma: Any, beta: Any, eps: float = 1e-5) -> Any:
    """Lose the last axis, and broadcast the rows' numbers along the columns."""
    return gamma * ((x - x.mean(axis=-1)) / np.sqrt(x.var(axis=-1) + eps)) + beta


def without_affine(x: Any, gamma: Any, beta: Any, eps: float = 1e-5) -> Any:
    """Standardise and no more."""
    return engine.layer_norm(x, np.ones_like(gamma), np.zeros_like(beta), eps)


def shift_first(x: Any, gamma: Any, beta: Any, eps: float = 1e-5) -> Any:
    """Scale the shift as well."""
    return engine.layer_norm(x, gamma, gamma * beta, eps)


def eps_hardcoded(x: Any, gamma: Any, beta: Any, eps: float = 1e-5) -> Any:
    """Use the default whatever is given."""
    del eps
    return engine.layer_norm(x, gamma, beta, 1e-5)


def in_place(x: Any, gamma: Any, beta: Any, eps: float = 1e-5) -> Any:
    """Centre the caller's array."""
    right = engine.layer_norm(x, gamma, beta, eps)
    x -= x.mean(axis=-1, keepdims=True)
    return right


MISCONCEPTIONS = (
    Misconception(
        "batch-axis",
        "the statistics run over the batch, as in a batch norm",
        "Each row is standardised by its own mean and variance: axis -1. No row looks at "
        "another.",
        over(lambda _: (0,)),
        variants=(over(lambda x: tuple(range(x.ndim - 1))),),
    ),
    Misconception(
        "axis-one",
        "the statistics run along axis 1",
        "In an array of shape (N, T, D) the last axis is axis 2; axis -1 is the last one "
        "whatever the shape.",
        over(lambda _: (1,)),
    ),
    Misconception(
        "all-but-batch-axis",
        "each sample has one mean, not each row",
        "In (N, T, D) each of the N·T rows has a mean and a variance of its own; only the "
        "last axis is averaged.",
        over(lambda x: tuple(range(1, x.ndim))),
        variants=(over(lambda x: tuple(range(1, x.ndim)) or (0,)),),
    ),
    Misconception(
        "global-stats",
        "all rows share one mean and one variance",
        "x.mean() mixes the samples. Take the mean and the variance of each row: axis -1.",
        over(lambda x: tuple(range(x.ndim))),
    ),
    Misconception(
        "keepdims-missing",
        "the mean loses its axis and is subtracted from columns",
        "x.mean(axis=-1) of shape (N,) lines up with the columns. With keepdims=True it "
        "has shape (N, 1) and lines up with the rows.",
        without_keepdims,
    ),
    Misconception(
        "unbiased",
        "the variance is divided by D − 1",
        "Layer norm divides by D. np.var does so; torch.var and ddof=1 divide by D − 1.",
        dividing(unbiased_root),
        variants=(dividing(unbiased_root_guarded),),
    ),
    variance_by_squares(
        dividing(lambda x, eps: np.sqrt(by_squares(x) + eps)),
        dividing(lambda x, eps: np.sqrt(np.maximum(by_squares(x), 0) + eps)),
    ),
    Misconception(
        "mean-square-for-variance",
        "the mean square is taken for the variance",
        "E[x²] is σ² only where the mean is 0. Subtract the mean first, then square: "
        "E[(x − μ)²].",
        dividing(lambda x, eps: np.sqrt(mean_of_squares(x) + eps)),
    ),
    Misconception(
        "mean-not-subtracted",
        "the mean is not subtracted",
        "Subtract the row's mean first. Dividing alone makes an RMS norm, a layer of its "
        "own.",
        off_centre,
        variants=(root_mean_square,),
    ),
    Misconception(
        "eps-outside-sqrt",
        "ε is outside the root",
        "The denominator is √(σ² + ε). Outside, ε = 10⁻⁵ counts as 10⁻¹⁰ does inside.",
        dividing(lambda x, eps: np.sqrt(variance(x)) + eps),
    ),
    Misconception(
        "eps-missing",
        "ε is left out",
        "A constant row has variance 0, and 0/0 is NaN: divide by √(σ² + ε).",
        dividing(lambda x, _: np.sqrt(variance(x))),
    ),
    Misconception(
        "eps-hardcoded",
        "ε is always 10⁻⁵",
        "1e-5 is only the default. Use the argument.",
        eps_hardcoded,
    ),
    Misconception(
        "missing-sqrt",
        "the result is divided by the variance",
        "Divide by the standard deviation, √(σ² + ε): the variance has the unit of x².",
        dividing(lambda x, eps: variance(x) + eps),
    ),
    Misconception(
        "shift-scaled",
        "beta is multiplied by gamma",
        "First scale, then shift: γ·x̂ + β, not γ·(x̂ + β).",
        shift_first,
    ),
    Misconception(
        "affine-missing",
        "gamma and beta are left out",
        "Standardise, then multiply by gamma and add beta, element by element.",
        without_affine,
    ),
    Misconception(
        "mutates-x",
        "x is changed in place",
        "x -= ... writes into the caller's array. Make a new one: "
        "x - x.mean(axis=-1, keepdims=True).",
        in_place,
        claimed_by="leaves_inputs_unchanged",
    ),
)
