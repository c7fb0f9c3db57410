"""relu: what it is tried on, and what people make of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from cnnquiz import engine
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
    """Draw an array of one to four axes, negative and positive, with zeros."""
    rank = d.integer("axes", 1, 4)
    shape = [d.integer(f"length {axis}", 1, 5) for axis in range(rank)]
    values = d.choose("values", "integers", "reals", "large")
    dtype = d.choose("dtype", np.float64, np.float64, np.float32, np.int64)
    return {"x": d.layout("x", d.array("x", shape, values, dtype))}


def in_place(x: Any) -> Any:
    """Set the negatives of the argument itself to zero."""
    x[x < 0] = 0
    return x


def negative_is_never_returned(trial: Trial) -> str | None:
    """Look for a negative output."""
    least = np.min(trial.result, initial=0.0)
    return None if least >= 0 else f"it returned {least:g}"


EXERCISE = Exercise(
    slug="relu",
    reference=engine.relu,
    draw=draw,
    pinned=(
        pinned("the worked example", x=[-2.0, -0.5, 0.0, 1.5]),
        pinned("integers", x=np.array([[-3, 0, 2], [5, -1, 7]])),
        pinned("above six", x=[[-1.0, 8.5], [100.0, -0.25]]),
        pinned(
            "a transposed array", x=np.array([[-1.0, 2.0, 3.5], [4.0, -5.0, 6.0]]).T
        ),
        pinned("float32", x=np.array([[-1.5], [2.25]], np.float32)),
        pinned("an empty array", x=np.zeros((0, 3))),
    ),
    rounding=lambda x: np.abs(x),
    laws=(
        Law(
            "never_negative",
            "returns nothing negative",
            negative_is_never_returned,
        ),
    ),
    misconceptions=(
        Misconception(
            "abs-value",
            "the negatives are mirrored",
            "ReLU switches negatives off. The absolute value turns them positive.",
            lambda x: np.abs(x),
        ),
        Misconception(
            "leaky-slope",
            "the negatives leak through",
            "A plain ReLU is exactly zero left of zero; a small slope is leaky ReLU.",
            lambda x: np.where(x > 0, x, 0.01 * x),
            variants=(lambda x: np.where(x > 0, x, 0.01 * x).astype(x.dtype),),
        ),
        Misconception(
            "returns-derivative",
            "this is the slope of ReLU, not ReLU",
            "x > 0 is the gate that the backward pass needs. Multiply it by x.",
            lambda x: (x > 0).astype(x.dtype),
        ),
        Misconception(
            "max-not-maximum",
            "the maximum is taken along an axis",
            "np.max(x, 0) reduces axis 0. np.maximum(x, 0) compares each element.",
            lambda x: np.max(x, 0),
        ),
        Misconception(
            "upper-cap",
            "large values are cut off at six",
            "Cutting at six is ReLU6. ReLU has no ceiling.",
            lambda x: np.clip(x, 0, 6),
        ),
        Misconception(
            "int-buffer",
            "the fractions are cut off",
            "An array made with dtype=int drops what is behind the point. Make it with "
            "np.zeros_like(x).",
            lambda x: np.maximum(x, 0).astype(np.int64),
        ),
        Misconception(
            "mutates-input",
            "the argument is changed",
            "x[x < 0] = 0 writes into the caller's array, which the backward pass "
            "still needs. Make a new array.",
            in_place,
            claimed_by="leaves_inputs_unchanged",
        ),
    ),
    workload=Workload(
        lambda size, rng: {"x": rng.normal(size=(size, 256))},
        # Of NumPy's element iterator, measured: 1,400.
        limit=3_000,
        unit="the number of elements",
    ),
    fresh=True,
    hints=(
        "Each element is treated alike and alone: no loop is needed in NumPy.",
        "np.max and np.maximum differ: one reduces an axis, the other compares.",
        "np.maximum(x, 0) compares every element with 0 and returns a new array.",
    ),
    follow_ups=(
        "What is the derivative at exactly 0, and which value do frameworks take?",
        "Why does a network without any activation collapse into one linear layer?",
        "What is a dead ReLU, and how would you notice one in training?",
    ),
    topics=("activations",),
)
