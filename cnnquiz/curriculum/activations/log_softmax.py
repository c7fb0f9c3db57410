"""log_softmax: softmax's cases, in the logarithm."""

from __future__ import annotations

from typing import Any

import numpy as np

from cnnquiz import engine
from cnnquiz.curriculum.activations import softmax
from cnnquiz.curriculum.exercise import (
    Exercise,
    Law,
    Misconception,
    Trial,
    Workload,
    pinned,
)


def rounding(x: Any, axis: int = -1) -> Any:
    """Scores of any size are subtracted from each other, after a sum over the classes."""
    return (x.shape[axis] + 8) * (1 + np.max(np.abs(x), initial=0.0))


def powers_sum_to_one(trial: Trial) -> str | None:
    """Take exp of the result and add up along the axis."""
    axis = trial.arguments.get("axis", -1)
    sums = np.sum(np.exp(trial.result), axis=axis, dtype=np.float64)
    off = float(np.max(np.abs(sums - 1), initial=0.0))
    return None if off < 1e-2 else "exp of the result does not sum to 1"


def _maximum(x: Any, axis: int) -> Any:
    return x.max(axis=axis, keepdims=True)


def _log_sum(x: Any, axis: int) -> Any:
    return np.log(np.exp(x).sum(axis=axis, keepdims=True))


def one_maximum(x: Any, axis: int = -1) -> Any:
    """Shift all slices by the largest score of all."""
    shifted = x - x.max()
    return shifted - _log_sum(shifted, axis)


def in_place(x: Any, axis: int = -1) -> Any:
    """Shift the caller's scores."""
    if x.dtype.kind == "f":
        x -= _maximum(x, axis)
    return engine.log_softmax(x, axis)


EXERCISE = Exercise(
    slug="log_softmax",
    reference=engine.log_softmax,
    draw=softmax.draw,
    pinned=(
        pinned("the worked example", x=[1000.0, 0.0]),
        pinned("three classes", x=[0.0, 1.0, 2.0]),
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
        Law("sums_to_one", "is the logarithm of a distribution", powers_sum_to_one),
        Law(
            "shift",
            "does not change when all scores are shifted",
            softmax.shift_changes_nothing,
        ),
    ),
    forbidden=(
        "scipy.special.log_softmax",
        "scipy.special.softmax",
        "scipy.special.expit",
        "scipy.special.log_expit",
    ),
    misconceptions=(
        Misconception(
            "log-of-softmax",
            "the logarithm is taken of a probability that has become 0",
            "exp(−1000) rounds to 0 and log(0) is −∞. Write the logarithm of the "
            "quotient as a difference.",
            lambda x, axis=-1: np.log(engine.softmax(x, axis)),
        ),
        Misconception(
            "no-shift-lse",
            "large scores overflow in the sum",
            "exp(1000) is infinite. Pull the maximum out: m + log Σ exp(x − m).",
            lambda x, axis=-1: x - _log_sum(x, axis),
        ),
        Misconception(
            "missing-log-sum",
            "only the maximum is subtracted",
            "The maximum is the larger part of log Σ exp(x). Subtract the logarithm of "
            "the shifted sum as well.",
            lambda x, axis=-1: x - _maximum(x, axis),
        ),
        Misconception(
            "shift-not-added-back",
            "the maximum is left out of the log-sum",
            "log Σ exp(x) = m + log Σ exp(x − m). Subtract both parts, or begin with "
            "x − m.",
            lambda x, axis=-1: x - _log_sum(x - _maximum(x, axis), axis),
        ),
        Misconception(
            "global-max-shift",
            "one maximum is subtracted from all slices",
            "In a slice far below the global maximum all powers round to 0. Shift each "
            "slice by its own maximum.",
            one_maximum,
        ),
        Misconception(
            "eps-log",
            "an epsilon is added inside the logarithm",
            "log(p + 1e-8) never falls below −18.4, which hides the worst errors. The "
            "difference form needs no epsilon.",
            lambda x, axis=-1: np.log(engine.softmax(x, axis) + 1e-8),
        ),
        Misconception(
            "log2",
            "the logarithm has base 2",
            "Log-probabilities are in nats here: use np.log.",
            lambda x, axis=-1: engine.log_softmax(x, axis) / np.log(2),
        ),
        Misconception(
            "negated",
            "the sign is turned",
            "The logarithm of a probability is never positive. The minus belongs to "
            "the loss.",
            lambda x, axis=-1: -engine.log_softmax(x, axis),
        ),
        Misconception(
            "no-log",
            "these are the probabilities themselves",
            "Return their logarithms, without forming the probabilities first.",
            lambda x, axis=-1: engine.softmax(x, axis),
        ),
        Misconception(
            "ignores-axis",
            "the axis is always the last one",
            "Use `axis` in the maximum and in the sum.",
            lambda x, axis=-1: engine.log_softmax(x, -1),
        ),
        Misconception(
            "hardcoded-axis1",
            "the axis is always 1",
            "Do not assume a batch in axis 0: use `axis`.",
            lambda x, axis=-1: engine.log_softmax(x, 1),
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
        # Of plain loops, measured: 41.
        limit=1_000,
        unit="the number of elements",
    ),
    hints=(
        "What is log(a / b) as a difference, and what are a and b in softmax?",
        "log Σ exp(x) overflows as it stands. How does it change when all x fall by m?",
        (
            "shifted = x − max, then shifted − log Σ exp(shifted), both along the axis "
            "with keepdims=True."
        ),
    ),
    follow_ups=(
        "Why do losses take log-probabilities and not probabilities?",
        "What is the gradient of log_softmax, and why does it not overflow?",
        "How exact is log(1 + exp(−x)) for large x, and what does log1p change?",
    ),
    topics=("losses",),
)
