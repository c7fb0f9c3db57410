"""linear_backward: what it is tried on, and what people make of it."""

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

DOUT = np.array([[1.0, -2.0, 0.5, 3.0], [4.0, 0.0, -1.0, 2.0]])
X = np.array([[1.0, 2.0, -1.0], [0.0, 3.0, 5.0]])
W = np.array([[2.0, 0.0, 1.0], [-1.0, 4.0, 0.5], [3.0, 3.0, 3.0], [0.0, 1.0, 0.0]])


def draw(d: Draw) -> Arguments:
    """Draw N, in and out apart, so that no transpose goes unnoticed for long."""
    n, inputs, outputs = (
        d.integer("N", 1, 4),
        d.integer("in", 1, 5),
        d.integer("out", 1, 5),
    )
    values = d.choose("values", "integers", "reals")
    dtype = d.choose("dtype", np.float64, np.float64, np.float32)
    dout = d.array("dout", (n, outputs), values, dtype)
    return {
        "dout": d.layout("dout", dout),
        "x": d.layout("x", d.array("x", (n, inputs), values, dtype)),
        "w": d.layout("w", d.array("w", (outputs, inputs), values, dtype)),
    }


def terms(dout: Any, **_: Any) -> int:
    """Return how many terms an entry sums at most: the outputs or the samples."""
    return int(max(dout.shape)) + 1


def inputs_and_weights_agree(trial: Trial) -> str | None:
    """Hold Σ dx·x against Σ dw·w: both are Σ dout·(y − b), for y is linear in each."""
    dx, dw, _ = trial.result
    x, w = trial.arguments["x"], trial.arguments["w"]
    by_x, by_w = float(np.sum(dx * x)), float(np.sum(dw * w))
    size = float(np.sum(np.abs(dx * x)) + np.sum(np.abs(dw * w)))
    if abs(by_x - by_w) <= 1e-4 * (1 + size):
        return None
    return f"the sum of dx·x is {by_x:g} and that of dw·w is {by_w:g}"


def dw_batch_mean(dout: Any, x: Any, w: Any) -> Any:
    """Divide the weights' gradient by N."""
    return dout @ w, dout.T @ x / len(x), dout.sum(axis=0)


def dx_without_w(dout: Any, x: Any, w: Any) -> Any:
    """Multiply by the transpose that the forward pass used."""
    return dout @ w.T, dout.T @ x, dout.sum(axis=0)


EXERCISE = Exercise(
    slug="linear_backward",
    reference=engine.linear_backward,
    draw=draw,
    pinned=(
        pinned(
            "the worked example",
            dout=[[1, 10]],
            x=[[2, 3, 4]],
            w=[[1, 0, 0], [0, 1, 5]],
        ),
        pinned("a batch", dout=DOUT, x=X, w=W),
        pinned("as many outputs as inputs", dout=DOUT[:, :3], x=X, w=W[:3]),
        pinned(
            "N, in and out alike",
            dout=[[1, 2], [3, 5]],
            x=[[1, -1], [0, 2]],
            w=[[4, 1], [0, -2]],
        ),
        pinned("one output", dout=DOUT[:, :1], x=X, w=W[:1]),
        pinned("one input", dout=DOUT, x=X[:, :1], w=W[:, :1]),
        pinned(
            "transposed in memory",
            dout=np.asfortranarray(DOUT),
            x=np.asfortranarray(X),
            w=np.asfortranarray(W),
        ),
        pinned(
            "float32",
            dout=DOUT.astype(np.float32),
            x=X.astype(np.float32),
            w=W.astype(np.float32),
        ),
    ),
    rounding=by_terms(engine.linear_backward, terms),
    parts=("dx", "dw", "db"),
    laws=(
        Law(
            "agree",
            "weighs x by dx as it weighs w by dw",
            inputs_and_weights_agree,
        ),
    ),
    misconceptions=(
        Misconception(
            "dw-transposed",
            "dw is transposed",
            "A gradient has the shape of its parameter: dw is (out, in), so doutᵀ·x.",
            lambda dout, x, w: (dout @ w, x.T @ dout, dout.sum(axis=0)),
        ),
        Misconception(
            "dx-wrong-transpose",
            "dx is computed with w transposed",
            "The forward pass used wᵀ, so the backward pass uses w as it is: dout·w.",
            dx_without_w,
        ),
        Misconception(
            "db-not-summed",
            "db is not summed over the batch",
            "The bias was added to every sample: sum dout over axis 0.",
            lambda dout, x, w: (dout @ w, dout.T @ x, dout.copy()),
        ),
        Misconception(
            "db-is-mean",
            "db is a mean over the batch",
            "The bias touched every sample, and its gradients add up. A mean loss has "
            "divided by N already.",
            lambda dout, x, w: (dout @ w, dout.T @ x, dout.mean(axis=0)),
        ),
        Misconception(
            "dw-batch-mean",
            "dw is divided by N",
            "If the loss is a mean, dout holds the 1/N already. Do not divide again.",
            dw_batch_mean,
        ),
        Misconception(
            "divided-by-batch",
            "all three gradients are divided by N",
            "If the loss is a mean, dout holds the 1/N already. Do not divide again.",
            lambda dout, x, w: tuple(
                part / len(x) for part in engine.linear_backward(dout, x, w)
            ),
        ),
        Misconception(
            "reshape-for-transpose",
            "dw is reshaped where it should be transposed",
            "xᵀ·dout has the shape (in, out). Transpose it, or take doutᵀ·x: reshape "
            "gives the right shape and leaves each number where it lies in memory.",
            lambda dout, x, w: (
                dout @ w,
                (x.T @ dout).reshape(w.shape),
                dout.sum(axis=0),
            ),
        ),
        Misconception(
            "db-wrong-axis",
            "db is summed over the outputs",
            "There is one bias for each output: sum over the samples, axis 0.",
            lambda dout, x, w: (dout @ w, dout.T @ x, dout.sum(axis=1)),
        ),
        Misconception(
            "db-wrong-shape",
            "db keeps the batch axis",
            "db has the shape of b, (out,). keepdims=True leaves a (1, out) behind.",
            lambda dout, x, w: (dout @ w, dout.T @ x, dout.sum(axis=0, keepdims=True)),
        ),
        Misconception(
            "wrong-return-order",
            "dx and dw are swapped",
            "Return dx, dw, db in this order.",
            lambda dout, x, w: (dout.T @ x, dout @ w, dout.sum(axis=0)),
        ),
    ),
    workload=Workload(
        lambda size, rng: {
            "dout": rng.normal(size=(4 * size, 32)),
            "x": rng.normal(size=(4 * size, 64)),
            "w": rng.normal(size=(32, 64)),
        },
        limit=20_000,
        unit="the number of samples",
    ),
    hints=(
        (
            "Each gradient has the shape of what it belongs to. Write the shapes down "
            "first."
        ),
        (
            "x[n, i] reaches the loss through all outputs o of sample n: sum over o. w[o, "
            "i] and b[o] reach it through all samples: sum over n."
        ),
        "dx = dout @ w, dw = dout.T @ x, db = dout.sum(axis=0).",
    ),
    follow_ups=(
        "Which of the three can be left out for the first layer of a network?",
        "What has to be kept in memory between the two passes?",
        "How would you check these gradients without a second implementation?",
    ),
    topics=("backpropagation",),
)
