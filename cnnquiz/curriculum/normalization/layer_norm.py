"""layer_norm: what it is tried on, and what people make of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from cnnquiz import engine
from cnnquiz.curriculum.convolution.conv2d import ramp
from cnnquiz.curriculum.exercise import (
    Arguments,
    Exercise,
    Law,
    Trial,
    Workload,
    pinned,
)
from cnnquiz.curriculum.normalization.far_from_zero import keeps_its_digits
from cnnquiz.curriculum.normalization.layer_norm_mistakes import MISCONCEPTIONS

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
FAR = pinned(
    "far from 0",
    x=np.array([[9999, 10001, 10001, 9999], [20001, 19999, 19999, 20001]], np.float32),
    gamma=np.ones(4, np.float32),
    beta=np.zeros(4, np.float32),
)
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
        keeps_its_digits(FAR),
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
