"""layer_norm: what it is tried on, and what people make of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from cnnquiz import engine
from cnnquiz.curriculum.convolution.conv2d import ramp
from cnnquiz.curriculum.exercise import (
    Arguments,
    Exercise,
    Law,
    Misconception,
    Trial,
    Workload,
    pinned,
)

if TYPE_CHECKING:
    from cnnquiz.curriculum.draw import Draw


def draw(d: Draw) -> Arguments:
    """Draw one row, rows, or blocks of rows; ε is large, so that it shows."""
    eps = d.choose("eps", 1.0, 0.5, 2.0, 0.125)
    axes = d.choose("axes", 1, 2, 2, 3, 3)
    outer = tuple(d.integer(f"axis {i}", 1, 4) for i in range(axes - 1))
    width = d.integer("D", 1, 5)
    values = d.choose("values", "integers", "reals")
    dtype = d.choose("dtype", np.float64, np.float64, np.float32)
    return {
        "x": d.layout("x", d.array("x", (*outer, width), values, dtype)),
        "gamma": d.array("gamma", (width,), values, dtype),
        "beta": d.array("beta", (width,), values, dtype),
        "eps": eps,
    }


def lost_by_centring(x: Any, axis: tuple[int, ...], eps: float) -> Any:
    """Say what rounding a standardised x is relative to.

    Centring loses digits where x is far from 0; so does E[x²] − E[x]² for σ².
    """
    centred = np.abs(x - x.mean(axis=axis, keepdims=True))
    inverse = 1 / np.sqrt(x.var(axis=axis, keepdims=True) + eps)
    largest = 2 * np.abs(x).max(axis=axis, keepdims=True)
    standard = centred.max(axis=axis, keepdims=True) * inverse
    return largest * inverse + standard * (1 + (largest * inverse) ** 2)


def rounding(x: Any, gamma: Any, beta: Any, eps: float = 1e-5) -> Any:
    """Each row sums D terms, twice."""
    lost = lost_by_centring(x, (-1,), eps)
    return (len(gamma) + 8) * (np.abs(gamma) * lost + np.abs(beta))


def standardises(trial: Trial) -> str | None:
    """Scale by 1 and shift by 0: each row has mean 0 and deviation 1, but for ε."""
    x = trial.arguments["x"]
    width = x.shape[-1]
    eps = trial.arguments.get("eps", 1e-5)
    y = trial.call(gamma=np.ones(width, x.dtype), beta=np.zeros(width, x.dtype))
    deviation = np.sqrt(x.var(axis=-1) / (x.var(axis=-1) + eps))
    if np.any(np.abs(y.mean(axis=-1)) > 1e-2):
        return "with gamma 1 and beta 0, a row of the result has not mean 0"
    if np.any(np.abs(y.std(axis=-1) - deviation) > 1e-2):
        return "with gamma 1 and beta 0, a row of the result has the wrong deviation"
    return None


def treats_rows_apart(trial: Trial) -> str | None:
    """Give the last row alone: its result is what it was among the others."""
    x = trial.arguments["x"]
    last = (-1,) * (x.ndim - 1)
    together = trial.call()[last]
    alone = trial.call(x=x[last].copy())
    return _near(alone, together, "a row's result depends on the other rows")


def ignores_an_offset(trial: Trial) -> str | None:
    """Add 3 to everything: nothing changes."""
    moved = trial.call(x=trial.arguments["x"] + 3)
    return _near(moved, trial.call(), "adding 3 to all of x changes the result")


def _near(got: Any, want: Any, otherwise: str) -> str | None:
    off = float(np.max(np.abs(got - want), initial=0.0))
    return None if off <= 1e-3 * float(np.max(np.abs(want), initial=1.0)) else otherwise


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


def off_centre(x: Any, gamma: Any, beta: Any, eps: float = 1e-5) -> Any:
    """Divide by the deviation and leave the mean."""
    return gamma * (x / np.sqrt(variance(x) + eps)) + beta


def root_mean_square(x: Any, gamma: Any, beta: Any, eps: float = 1e-5) -> Any:
    """Divide by the root mean square."""
    mean_square = (x * x).mean(axis=-1, keepdims=True)
    return gamma * (x / np.sqrt(mean_square + eps)) + beta


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


def workload(size: int, rng: np.random.Generator) -> Arguments:
    """Return more and more rows of 16."""
    return {
        "x": rng.normal(size=(2, 8 * size, 16)),
        "gamma": rng.normal(size=16),
        "beta": rng.normal(size=16),
    }


WORKED: Arguments = {
    "x": np.array([[1.0, 5.0], [12.0, 8.0]]),
    "gamma": np.array([2.0, 10.0]),
    "beta": np.array([3.0, 1.0]),
}
THREE: Arguments = {
    "gamma": np.array([2.0, -3.0, 1.0]),
    "beta": np.array([1.0, 10.0, 0.0]),
}
EXERCISE = Exercise(
    slug="layer_norm",
    reference=engine.layer_norm,
    draw=draw,
    pinned=(
        pinned("the worked example", **WORKED, eps=12.0),
        pinned("one row", x=[2.0, -4.0, 8.0], **THREE, eps=1.0),
        pinned("more rows than columns", x=ramp(4, 3), **THREE, eps=1.0),
        pinned("blocks of rows", x=ramp(2, 2, 3), **THREE, eps=0.5),
        pinned("the default of eps", x=ramp(2, 3), **THREE),
        pinned("a constant row", x=[[5, 5, 5], [1, 3, 5]], **THREE),
        pinned("rows of one element", x=[[3], [-7]], gamma=[2], beta=[1], eps=1.0),
        pinned("columns first in memory", x=ramp(3, 4).T, **THREE, eps=1.0),
        pinned(
            "float32",
            x=ramp(2, 2).astype(np.float32),
            gamma=np.array([2, -1], np.float32),
            beta=np.array([1, 3], np.float32),
            eps=0.5,
        ),
    ),
    rounding=rounding,
    laws=(
        Law("standard", "gives each row mean 0 and deviation 1", standardises),
        Law("apart", "treats rows apart", treats_rows_apart),
        Law("offset", "ignores an offset", ignores_an_offset),
    ),
    misconceptions=MISCONCEPTIONS,
    workload=Workload(workload, limit=1_000, unit="the number of rows"),
    fresh=True,
    hints=(
        "x of shape (8, 3, 16) has 24 rows. How many means are there, and of what shape "
        "must they be to be subtracted from x?",
        "x.mean(axis=-1, keepdims=True) has shape (8, 3, 1), which broadcasts along each "
        "row; take the variance alike.",
        "gamma * (x - mean) / np.sqrt(var + eps) + beta: gamma and beta of shape (D,) "
        "line up with the last axis by themselves.",
    ),
    follow_ups=(
        "Why do transformers use layer norm and not batch norm?",
        "What does an RMS norm leave out, and what does that save?",
        "Over which axes would you normalize an image of shape (C, H, W), and what would "
        "gamma's shape be?",
    ),
    topics=("normalization",),
)
