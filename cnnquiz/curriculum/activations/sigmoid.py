"""sigmoid: what it is tried on, and what people make of it."""

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
    """Draw both signs, small values and values whose exp overflows."""
    rank = d.integer("axes", 1, 3)
    shape = [d.integer(f"length {axis}", 1, 4) for axis in range(rank)]
    values = d.choose("values", "integers", "reals", "large")
    dtype = d.choose("dtype", np.float64, np.float64, np.float32)
    return {"x": d.layout("x", d.array("x", shape, values, dtype))}


def mirrored(trial: Trial) -> str | None:
    """Add the values at x and at −x."""
    total = trial.result + trial.call(x=-trial.arguments["x"])
    off = float(np.max(np.abs(total - 1), initial=0.0))
    return None if off < 1e-4 else "the values at x and at −x do not add up to 1"


def exp_ratio(x: Any) -> Any:
    """Use the form that overflows on the right."""
    return np.exp(x) / (1 + np.exp(x))


def scalar_branch(x: Any) -> Any:
    """Choose one form for the whole array."""
    if x >= 0:
        return 1 / (1 + np.exp(-x))
    return np.exp(x) / (1 + np.exp(x))


def derivative(x: Any) -> Any:
    """Return the slope."""
    y = engine.sigmoid(x)
    return y * (1 - y)


def in_place(x: Any) -> Any:
    """Compute in the caller's array."""
    x[...] = engine.sigmoid(x)
    return x


EXERCISE = Exercise(
    slug="sigmoid",
    reference=engine.sigmoid,
    draw=draw,
    pinned=(
        pinned("the worked example", x=[-1000, 0, 1000]),
        pinned("small values", x=[[-2.0, -1.0, 0.5], [1.0, 3.0, -0.25]]),
        pinned("beyond the range of exp in float64", x=[[9000.0], [-9000.0]]),
        pinned("twenty is not infinite", x=[-20.0, -12.0, 12.0]),
        pinned("one element", x=[1.0]),
        pinned(
            "float32, beyond its range of exp", x=np.array([[90.0, -90.0]], np.float32)
        ),
        pinned(
            "a transposed array", x=np.array([[1.0, -2.0, 4.0], [0.0, -1.0, 3.0]]).T
        ),
    ),
    # The result is at most 1, and no more than four operations are rounded.
    rounding=lambda x: 4.0,
    laws=(Law("mirrored", "adds up to 1 with its mirror image", mirrored),),
    forbidden=(
        "scipy.special.expit",
        "scipy.special.log_expit",
        "scipy.special.softmax",
        "scipy.special.log_softmax",
    ),
    misconceptions=(
        Misconception(
            "exp-ratio-everywhere",
            "large positive values become nan",
            "exp(1000) is infinite, and infinity over infinity is nan. Use "
            "exp(x) / (1 + exp(x)) for negative x only.",
            exp_ratio,
        ),
        Misconception(
            "sign-flip",
            "the curve runs the wrong way",
            "A large x gives a value near 1: the exponent is −x.",
            lambda x: engine.sigmoid(-x),
        ),
        Misconception(
            "tanh-for-sigmoid",
            "this is tanh",
            "tanh runs from −1 to 1, the sigmoid from 0 to 1 and half as steep: "
            "σ(x) = ½(1 + tanh(x/2)).",
            lambda x: np.tanh(x),
        ),
        Misconception(
            "tanh-not-halved",
            "the curve is too steep",
            "σ(x) = ½(1 + tanh(x/2)): x is halved inside the tanh.",
            lambda x: (1 + np.tanh(x)) / 2,
        ),
        Misconception(
            "clip-too-tight",
            "the values are clipped before exp",
            "Clipping at ±10 changes the answer. Choose the form by the sign of x "
            "instead, so that no exponent is positive.",
            lambda x: engine.sigmoid(np.clip(x, -10, 10)),
        ),
        Misconception(
            "returns-derivative",
            "this is the slope of the sigmoid",
            "σ(x)·(1 − σ(x)) is for the backward pass. The forward pass returns σ(x).",
            derivative,
        ),
        Misconception(
            "scalar-branch",
            "one branch is chosen for the whole array",
            "`if x >= 0` cannot decide for many elements at once. Use a mask or "
            "np.where.",
            scalar_branch,
        ),
        Misconception(
            "mutates-input",
            "the argument is changed",
            "Writing into x changes the caller's array. Make a new one.",
            in_place,
            claimed_by="leaves_inputs_unchanged",
        ),
    ),
    workload=Workload(
        lambda size, rng: {"x": rng.normal(size=(size, 256))},
        # Of plain loops, measured: 22.
        limit=500,
        unit="the number of elements",
    ),
    hints=(
        "What are exp(1000), exp(−1000), and 1 / (1 + exp(1000)) in floating point?",
        "One form is safe for x ≥ 0, the other for x < 0. Which is which?",
        (
            "small = np.exp(-np.abs(x)) is never above 1; both forms have the denominator "
            "1 + small, and the numerator is 1 or small."
        ),
    ),
    follow_ups=(
        "What is the derivative, written with σ(x) alone, and how large can it be?",
        "Why do deep networks with sigmoids train slowly?",
        "How does softmax over two classes relate to the sigmoid?",
    ),
    topics=("activations",),
)
