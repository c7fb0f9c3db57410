"""weight_penalty: what it is tried on, and what people make of it."""

from __future__ import annotations

from typing import Any

import numpy as np

from cnnquiz import engine
from cnnquiz.curriculum.draw import Draw
from cnnquiz.curriculum.exercise import (
    Arguments,
    Exercise,
    Law,
    Misconception,
    Trial,
    Workload,
    pinned,
)

W = np.array([[3.0, -1.0], [0.0, 0.5]])


def draw(d: Draw) -> Arguments:
    """Draw weights with zeros among them, and two penalties."""
    rank = d.integer("axes", 1, 4)
    shape = [d.integer(f"length {k}", 1, 4) for k in range(rank)]
    values = d.choose("values", "integers", "reals")
    dtype = d.choose("dtype", np.float64, np.float64, np.float32)
    arguments: Arguments = {"w": d.layout("w", d.array("w", shape, values, dtype))}
    for name in ("l1", "l2"):
        weight = d.integer(f"{name} in quarters, −1 for none", -1, 6)
        if weight >= 0:
            arguments[name] = weight / 4
    return arguments


def rounding(w: Any, l1: float = 0.0, l2: float = 0.0) -> Any:
    """The loss is a sum over the weights, the gradient is not."""
    size = float(np.max(np.abs(w), initial=0.0))
    one = l1 * size + l2 * size * max(size, 1.0)
    return w.size * one, 8 * one


def slope_matches(trial: Trial) -> str | None:
    """Hold the L2 gradient against the loss at 2w: l2 is quadratic, l1 linear."""
    given = trial.arguments
    l1, l2 = given.get("l1", 0.0), given.get("l2", 0.0)
    w = given["w"].astype(np.float64)
    loss, gradient = trial.result
    along = float(np.sum(np.asarray(gradient, np.float64) * w))
    euler = l1 * float(np.abs(w).sum()) + l2 * float((w * w).sum())
    near = abs(along - euler) <= 1e-3 * (1 + abs(euler))
    return None if near else f"⟨gradient, w⟩ is {along:g} for a loss of {float(loss):g}"


def _changed(loss: Any = None, gradient: Any = None) -> Any:
    """Make a misconception that changes the right loss or the right gradient."""

    def wrong(w: Any, l1: float = 0.0, l2: float = 0.0) -> Any:
        right = engine.weight_penalty(w, l1, l2)
        return (
            right[0] if loss is None else loss(w, l1, l2),
            right[1] if gradient is None else gradient(w, l1, l2).astype(w.dtype),
        )

    return wrong


def _norm(w: Any, l1: float, l2: float) -> Any:
    return l1 * np.abs(w).sum() + l2 * np.sqrt((w * w).sum())


EXERCISE = Exercise(
    slug="weight_penalty",
    reference=engine.weight_penalty,
    draw=draw,
    pinned=(
        pinned("the worked example", w=[3, -1, 0], l1=0.5, l2=2.0),
        pinned("L2 alone", w=W, l2=1.0),
        pinned("L1 alone, with a zero", w=W, l1=2.0),
        pinned("no penalty", w=W),
        pinned("filters", w=np.arange(-4.0, 4.0).reshape(2, 1, 2, 2), l1=1.0, l2=0.5),
        pinned(
            "transposed weights", w=np.arange(-2.0, 4.0).reshape(2, 3).T, l1=1.0, l2=1.0
        ),
        pinned("float32", w=W.astype(np.float32), l1=0.5, l2=0.5),
    ),
    rounding=rounding,
    parts=("loss", "gradient"),
    laws=(Law("slope", "has a gradient that fits the loss", slope_matches),),
    misconceptions=(
        Misconception(
            "half-missing",
            "the ½ of the L2 penalty is missing in the loss",
            "The loss is ½·l2·Σw², so that its gradient is l2·w.",
            _changed(loss=lambda w, l1, l2: l1 * np.abs(w).sum() + l2 * (w * w).sum()),
        ),
        Misconception(
            "grad-factor-two",
            "the L2 gradient is twice too large",
            "Differentiate the penalty you wrote: the ½ cancels the 2.",
            _changed(gradient=lambda w, l1, l2: l1 * np.sign(w) + 2 * l2 * w),
        ),
        Misconception(
            "twice-throughout",
            "the L2 penalty is l2·Σw², in the loss and in the gradient",
            "That is consistent, but the statement asks for ½·l2·Σw² and l2·w.",
            _changed(
                loss=lambda w, l1, l2: l1 * np.abs(w).sum() + l2 * (w * w).sum(),
                gradient=lambda w, l1, l2: l1 * np.sign(w) + 2 * l2 * w,
            ),
        ),
        Misconception(
            "l1-grad-at-zero",
            "zero weights are pushed by the L1 penalty",
            "sign(0) = 0: a weight that is zero stays there.",
            _changed(gradient=lambda w, l1, l2: l1 * np.where(w >= 0, 1, -1) + l2 * w),
        ),
        Misconception(
            "l1-grad-constant",
            "the L1 gradient has no sign",
            "It is l1·sign(w), or negative weights are pushed away from zero.",
            _changed(gradient=lambda w, l1, l2: l1 + l2 * w),
        ),
        Misconception(
            "l1-no-abs",
            "the L1 penalty sums the weights with their signs",
            "It is l1·Σ|w|: take the absolute values.",
            _changed(loss=lambda w, l1, l2: l1 * w.sum() + 0.5 * l2 * (w * w).sum()),
        ),
        Misconception(
            "norm-not-squared",
            "the L2 penalty is the norm, not its square",
            "The penalty is ½·l2·Σw², without a root.",
            _changed(loss=_norm),
        ),
        Misconception(
            "mean-not-sum",
            "the penalty is a mean over the weights",
            "It is a sum: a larger layer pays more.",
            _changed(
                loss=lambda w, l1, l2: engine.weight_penalty(w, l1, l2)[0] / w.size
            ),
        ),
        Misconception(
            "penalty-for-gradient",
            "the penalty of each weight comes back as the gradient",
            "The gradient is the derivative: l1·sign(w) + l2·w.",
            _changed(gradient=lambda w, l1, l2: l1 * np.abs(w) + 0.5 * l2 * w * w),
        ),
    ),
    workload=Workload(
        lambda size, rng: {"w": rng.normal(size=(64 * size,)), "l1": 0.1, "l2": 0.1},
        # Of plain loops, measured: 1,080.
        limit=10_000,
        unit="the number of weights",
    ),
    hints=(
        "Write the loss of a single weight first, and differentiate it by hand.",
        "|w| has the slope sign(w), and ½·l2·w² the slope l2·w. np.sign(0) is 0.",
        "loss = l1*np.abs(w).sum() + 0.5*l2*(w*w).sum(); gradient = l1*np.sign(w) + l2*w.",
    ),
    follow_ups=(
        "Which of the two penalties makes weights exactly zero, and why?",
        "Is this the same as weight decay for SGD, and for Adam?",
        "Why are biases and batch norm's γ usually left out?",
    ),
    topics=("overfitting",),
)
