"""softmax: what it is tried on, and what people make of it."""

from __future__ import annotations

from typing import Any

import numpy as np

from cnnquiz import engine
from cnnquiz.curriculum.draw import TABLES, Draw
from cnnquiz.curriculum.exercise import (
    Arguments,
    Exercise,
    Law,
    Misconception,
    Trial,
    Workload,
    pinned,
)

# exp() of most of these overflows. 1000 comes first: a case is made smaller towards it,
# and exp(1000) is what the lesson speaks of.
LARGE = np.array([0, 1000, -1000, 750, -750, 1200, -1200, 300, -300, 100, 20, 1, -1])


def draw(d: Draw) -> Arguments:
    """Draw one to three axes of unlike lengths, small scores and overflowing ones."""
    rank = d.integer("axes", 1, 3)
    shape = [d.integer(f"length {k}", 1, 5) for k in range(rank)]
    small = TABLES["integers"], TABLES["reals"]
    values = d.choose("values", *small, LARGE, LARGE)
    dtype = d.choose("dtype", np.float64, np.float64, np.float32, np.int64)
    x = d.layout("x", d.array("x", shape, values, dtype))
    axis = d.integer("axis counted from the end", 1, rank)
    if d.choose("axis is given", True, True, True, False):
        return {"x": x, "axis": d.choose("sign of axis", -axis, rank - axis)}
    return {"x": x}


def rounding(x: Any, axis: int = -1) -> Any:
    """exp(x − max) is off by |x − max| · u where it is not zero: beyond 100 it is."""
    spread = np.max(np.abs(x), initial=1.0)
    return (x.shape[axis] + 8) * min(2 * spread, 200.0)


def sums_to_one(trial: Trial) -> str | None:
    """Add up along the axis."""
    axis = trial.arguments.get("axis", -1)
    sums = np.sum(trial.result, axis=axis, dtype=np.float64)
    off = float(np.max(np.abs(sums - 1), initial=0.0))
    return None if off < 1e-4 else f"a slice sums to {1 + off:g} or {1 - off:g}"


def shift_changes_nothing(trial: Trial) -> str | None:
    """Add a constant to all scores."""
    shifted = trial.call(x=trial.arguments["x"] + 3)
    off = float(np.max(np.abs(shifted - trial.result), initial=0.0))
    return None if off < 1e-3 else "adding 3 to all scores changes the result"


def no_shift(x: Any, axis: int = -1) -> Any:
    """Take exp of the scores as they are."""
    powers = np.exp(x)
    return powers / powers.sum(axis=axis, keepdims=True)


def global_sum(x: Any, axis: int = -1) -> Any:
    """Divide by the sum over everything."""
    powers = np.exp(x - x.max(axis=axis, keepdims=True))
    return powers / powers.sum()


def global_maximum(x: Any, axis: int = -1) -> Any:
    """Shift all slices by one maximum."""
    powers = np.exp(x - x.max())
    return powers / powers.sum(axis=axis, keepdims=True)


def without_exp(x: Any, axis: int = -1) -> Any:
    """Divide the scores by their sum."""
    return x / x.sum(axis=axis, keepdims=True)


def along_axis_1(x: Any, axis: int = -1) -> Any:
    """Normalize along axis 1, or along the only one."""
    return engine.softmax(x, 1 if x.ndim > 1 else 0)


def in_place(x: Any, axis: int = -1) -> Any:
    """Shift the caller's scores."""
    if x.dtype.kind != "f":
        return engine.softmax(x, axis)
    x -= x.max(axis=axis, keepdims=True)
    return engine.softmax(x, axis)


EXERCISE = Exercise(
    slug="softmax",
    reference=engine.softmax,
    draw=draw,
    pinned=(
        pinned("the worked example", x=[[1, 1, 1, 1], [1000, 1000, 0, 0]]),
        pinned("one axis", x=[0.0, 1.0, 2.0]),
        pinned("along axis 0", x=[[1.0, 2.0, 0.0], [3.0, -1.0, 0.5]], axis=0),
        pinned(
            "along the middle of three axes", x=np.arange(12.0).reshape(2, 3, 2), axis=1
        ),
        pinned("a square array", x=[[0.0, 1.0], [3.0, -2.0]]),
        pinned("slices far apart", x=[[5000.0, 5001.0], [-5000.0, -5002.0]]),
        pinned("integers", x=np.array([[1, 2, 3], [0, 0, 9]])),
        pinned("slices of one", x=[[3.0], [-4.0]]),
        pinned("float32", x=np.array([[1.0, 2.5], [200.0, -1.0]], np.float32)),
        pinned("a transposed array", x=np.array([[1.0, 2.0, 4.0], [0.0, -1.0, 3.0]]).T),
    ),
    rounding=rounding,
    laws=(
        Law("sums_to_one", "sums to one", sums_to_one),
        Law(
            "shift",
            "does not change when all scores are shifted",
            shift_changes_nothing,
        ),
    ),
    forbidden=(
        "scipy.special.softmax",
        "scipy.special.log_softmax",
        "scipy.special.expit",
        "scipy.special.log_expit",
    ),
    misconceptions=(
        Misconception(
            "no-max-shift",
            "large scores overflow",
            "exp(1000) is infinite. Subtract the maximum of each slice first: the "
            "ratio stays the same.",
            no_shift,
        ),
        Misconception(
            "ignores-axis",
            "the axis is always the last one",
            "Use `axis` in the maximum and in the sum.",
            lambda x, axis=-1: engine.softmax(x, -1),
        ),
        Misconception(
            "hardcoded-axis1",
            "the axis is always 1",
            "Do not assume a batch in axis 0: use `axis`.",
            lambda x, axis=-1: engine.softmax(x, 1),
            variants=(along_axis_1,),
        ),
        Misconception(
            "global-normalise",
            "the whole array sums to one",
            "Each slice along the axis is a distribution of its own: sum with axis and "
            "keepdims.",
            global_sum,
        ),
        Misconception(
            "global-max-shift",
            "one maximum is subtracted from all slices",
            "A slice far below the global maximum turns into 0/0. Shift each slice by "
            "its own maximum.",
            global_maximum,
        ),
        Misconception(
            "no-exp",
            "the scores are divided by their sum",
            "Scores may be negative. Take exp first, then divide.",
            without_exp,
        ),
        Misconception(
            "double-softmax",
            "softmax is applied twice",
            "Softmax belongs once, at the end. Twice makes every distribution too "
            "even.",
            lambda x, axis=-1: engine.softmax(engine.softmax(x, axis), axis),
        ),
        Misconception(
            "returns-log",
            "these are log-probabilities",
            "Take exp of them, or call it log_softmax.",
            lambda x, axis=-1: engine.log_softmax(x, axis),
        ),
        Misconception(
            "mutates-input",
            "the argument is changed",
            "x -= x.max(...) writes into the caller's scores. Make a new array.",
            in_place,
            claimed_by="leaves_inputs_unchanged",
        ),
    ),
    workload=Workload(
        lambda size, rng: {"x": rng.normal(size=(8 * size, 32)), "axis": 1},
        # Of plain loops, measured: 45.
        limit=1_000,
        unit="the number of elements",
    ),
    hints=(
        "What is exp(1000) in floating point, and what is inf / inf?",
        (
            "Subtract the largest score of each slice before exp. Why does that change "
            "nothing?"
        ),
        "keepdims=True in np.max and np.sum keeps the axis, so that both broadcast.",
    ),
    follow_ups=(
        "What is the Jacobian of softmax, and what becomes of it with cross-entropy?",
        "What does dividing the scores by a temperature do, and what happens at 0?",
        "Is the largest probability a calibrated confidence?",
    ),
    topics=("losses",),
)
