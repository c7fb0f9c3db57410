"""leaky_relu: what it is tried on, and what people make of it."""

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
    """Draw both signs, and slopes on both sides of 1."""
    rank = d.integer("axes", 1, 3)
    shape = [d.integer(f"length {axis}", 1, 5) for axis in range(rank)]
    values = d.choose("values", "integers", "reals", "large", "negative")
    dtype = d.choose("dtype", np.float64, np.float64, np.float32)
    x = d.layout("x", d.array("x", shape, values, dtype))
    slope = d.choose("negative_slope", None, 0.5, 0.1, 2.0, 0.0, 1.5)
    return {"x": x} if slope is None else {"x": x, "negative_slope": slope}


def rounding(x: Any, negative_slope: float = 0.01) -> Any:
    """One product: the size of x, or of the slope times x."""
    return np.abs(x) * max(1.0, negative_slope)


def scales_with_its_input(trial: Trial) -> str | None:
    """Hold f(4x) against 4·f(x): the kink is at 0 and both sides are straight."""
    large = trial.call(x=4 * trial.arguments["x"])
    off = float(np.max(np.abs(large - 4 * trial.result), initial=0.0))
    size = float(np.max(np.abs(large), initial=1.0))
    return None if off <= 1e-4 * size else "four times x does not give four times y"


def in_place(x: Any, negative_slope: float = 0.01) -> Any:
    """Scale the negatives of the argument itself."""
    x[x < 0] *= negative_slope
    return x


def replaced_by_the_slope(x: Any, negative_slope: float = 0.01) -> Any:
    """Put the slope where a negative value was."""
    y = x.copy()
    y[x <= 0] = negative_slope
    return y


EXERCISE = Exercise(
    slug="leaky_relu",
    reference=engine.leaky_relu,
    draw=draw,
    pinned=(
        pinned("the worked example", x=[-2.0, 0.0, 3.0], negative_slope=0.5),
        pinned("the default slope", x=[[-100.0, 2.5], [-7.0, 0.0]]),
        pinned("a slope above 1", x=[-2.0, 0.5, 4.0], negative_slope=3.0),
        pinned("a slope of 0", x=[-2.0, 1.0], negative_slope=0.0),
        pinned("between -1 and 1", x=[-0.75, -0.25, 0.5], negative_slope=0.5),
        pinned("all negative", x=[[-1.0], [-4.0]], negative_slope=0.25),
        pinned(
            "float32",
            x=np.array([[-1.5, 2.0]], np.float32),
            negative_slope=0.5,
        ),
        pinned(
            "a transposed array",
            x=np.array([[-1.0, 2.0, -3.0], [4.0, -5.0, 6.0]]).T,
            negative_slope=0.5,
        ),
        pinned("an empty array", x=np.zeros((0, 2)), negative_slope=0.5),
    ),
    rounding=rounding,
    laws=(Law("scales", "scales with its input", scales_with_its_input),),
    misconceptions=(
        Misconception(
            "zero-for-negative",
            "the negatives are dropped",
            "That is the plain ReLU. A leaky one keeps the negatives, times the slope.",
            lambda x, negative_slope=0.01: np.maximum(x, 0),
        ),
        Misconception(
            "alpha-hardcoded",
            "the slope is always 0.01",
            "0.01 is only the default. Use negative_slope.",
            lambda x, negative_slope=0.01: engine.leaky_relu(x),
        ),
        Misconception(
            "slope-on-positive",
            "the slope is on the wrong side",
            "Positive values pass as they are; the slope belongs to the negative ones.",
            lambda x, negative_slope=0.01: np.where(x > 0, negative_slope * x, x),
        ),
        Misconception(
            "negated-slope",
            "the negatives come out positive",
            "negative_slope · x is negative already where x is. No further minus.",
            lambda x, negative_slope=0.01: np.where(x > 0, x, -negative_slope * x),
        ),
        Misconception(
            "constant-alpha",
            "the negatives are replaced by the slope",
            "Multiply x by the slope; do not put the slope in its place.",
            replaced_by_the_slope,
        ),
        Misconception(
            "max-form",
            "max(x, slope · x) fails for slopes above 1",
            "For a slope above 1, slope · x is the larger one where x is positive. "
            "Choose by the sign of x.",
            lambda x, negative_slope=0.01: np.maximum(x, negative_slope * x),
        ),
        Misconception(
            "mutates-input",
            "the argument is changed",
            "x[x < 0] *= slope writes into the caller's array. Make a new one.",
            in_place,
            claimed_by="leaves_inputs_unchanged",
        ),
    ),
    workload=Workload(
        lambda size, rng: {"x": rng.normal(size=(size, 256)), "negative_slope": 0.1},
        limit=1_000,
        unit="the number of elements",
    ),
    fresh=True,
    hints=(
        "Which of the two branches applies is decided by the sign of each element.",
        "max(x, slope · x) works for slopes up to 1. What does it do for 2?",
        "np.where(x > 0, x, negative_slope * x) chooses element by element.",
    ),
    follow_ups=(
        "What is the derivative on each side, and how does it help against dead units?",
        "What changes when the slope is learned, one for each channel (PReLU)?",
        "For which slopes does a network with this activation become linear?",
    ),
    topics=("activations",),
)
