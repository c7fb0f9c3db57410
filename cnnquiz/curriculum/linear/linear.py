"""linear: what it is tried on, and what people make of it."""

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
    by_terms,
    pinned,
)

if TYPE_CHECKING:
    from cnnquiz.curriculum.draw import Draw

X = np.array([[1.0, 2.0, -1.0], [0.0, 3.0, 5.0]])
W = np.array([[2.0, 0.0, 1.0], [-1.0, 4.0, 0.5], [3.0, 3.0, 3.0], [0.0, 1.0, 0.0]])
B = np.array([10.0, -20.0, 30.0, 0.5])


def draw(d: Draw) -> Arguments:
    """Draw N, in and out apart, so that no transpose goes unnoticed for long."""
    n, inputs, outputs = (
        d.integer("N", 1, 4),
        d.integer("in", 1, 5),
        d.integer("out", 1, 5),
    )
    values = d.choose("values", "integers", "reals")
    dtype = d.choose("dtype", np.float64, np.float64, np.float64, np.float32)
    whole = d.choose("x is an integer array", False, False, False, True)
    x = d.array(
        "x", (n, inputs), "integers" if whole else values, np.int64 if whole else dtype
    )
    arguments: Arguments = {
        "x": d.layout("x", x),
        "w": d.layout("w", d.array("w", (outputs, inputs), values, dtype)),
    }
    if d.choose("bias", False, True, True):
        arguments["b"] = d.array("b", (outputs,), values, dtype)
    return arguments


def rows_are_alone(trial: Trial) -> str | None:
    """Hold the last row's output against that of the last row alone."""
    alone = trial.call(x=trial.arguments["x"][-1:])
    off = float(np.max(np.abs(alone - trial.result[-1:]), initial=0.0))
    size = float(np.max(np.abs(alone), initial=1.0))
    return None if off <= 1e-4 * size else "a row's output depends on the other rows"


def bias_per_sample(x: Any, w: Any, b: Any = None) -> Any:
    """Add the bias along the batch."""
    y = x @ w.T
    return y if b is None else y + b[:, None]


def without_none(x: Any, w: Any, b: Any = None) -> Any:
    """Use the bias without looking whether there is one."""
    if b is None:
        raise TypeError("unsupported operand type(s)")
    return x @ w.T + b


def not_transposed(x: Any, w: Any, b: Any = None) -> Any:
    """Multiply by w as it lies there."""
    y = x @ w
    return y if b is None else y + b


EXERCISE = Exercise(
    slug="linear",
    reference=engine.linear,
    draw=draw,
    pinned=(
        pinned(
            "the worked example", x=[[1, 2]], w=[[1, 0], [0, 1], [3, 4]], b=[10, 20, 30]
        ),
        pinned("a batch with a bias", x=X, w=W, b=B),
        pinned("no bias", x=X, w=W),
        pinned("as many outputs as inputs", x=X, w=W[:3]),
        pinned("as many samples as outputs", x=X, w=W[:2], b=B[:2]),
        pinned("integers", x=X.astype(np.int64), w=W, b=B),
        pinned("one feature", x=X[:, :1], w=W[:, :1]),
        pinned("a transposed weight", x=X, w=np.asfortranarray(W), b=B),
        pinned("float32", x=X.astype(np.float32), w=W.astype(np.float32)),
    ),
    rounding=by_terms(engine.linear, lambda w, **_: w.shape[1] + 1),
    laws=(Law("rows_alone", "treats each sample alone", rows_are_alone),),
    misconceptions=(
        Misconception(
            "fwd-no-transpose",
            "w is not transposed",
            "w is (out_features, in_features): each output has a row. x @ w.T "
            "contracts over the inputs.",
            not_transposed,
        ),
        Misconception(
            "fwd-no-bias",
            "the bias is left out",
            "Add b after the product; it broadcasts over the batch.",
            lambda x, w, b=None: x @ w.T,
        ),
        Misconception(
            "none-bias-crash",
            "it fails where there is no bias",
            "b is None by default. Look before you add.",
            without_none,
        ),
        Misconception(
            "fwd-bias-wrong-axis",
            "the bias is added along the batch",
            "There is one bias for each output, and outputs are the last axis: y + b.",
            bias_per_sample,
        ),
        Misconception(
            "fwd-output-transposed",
            "the output is transposed",
            "Rows are samples: the shape is (N, out_features), so x @ w.T and not w @ "
            "x.T.",
            lambda x, w, b=None: engine.linear(x, w, b).T,
        ),
    ),
    workload=Workload(
        lambda size, rng: {
            "x": rng.normal(size=(4 * size, 64)),
            "w": rng.normal(size=(32, 64)),
            "b": rng.normal(size=32),
        },
        limit=20_000,
        unit="the number of samples",
    ),
    hints=(
        (
            "Write the shapes down: (N, in), (out, in), and (N, out) for the result. Which "
            "axes are summed over?"
        ),
        "w has one row for each output, so the product needs w transposed.",
        "y = x @ w.T, and if b is not None, y + b.",
    ),
    follow_ups=(
        "How many parameters has the layer, and how many multiplications does it do?",
        "What are its three gradients, in shapes and in formulas?",
        "How would you write it as a 1x1 convolution?",
    ),
    topics=("cost", "weight-sharing"),
)
