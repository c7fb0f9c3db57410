"""relu_backward: what it is tried on, and what people make of it."""

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
    """Draw gradients of both signs, and inputs with zeros among them."""
    rank = d.integer("axes", 1, 3)
    shape = [d.integer(f"length {axis}", 1, 5) for axis in range(rank)]
    values = d.choose("values", "integers", "reals", "large")
    dtype = d.choose("dtype", np.float64, np.float64, np.float32)
    return {
        "dout": d.layout("dout", d.array("dout", shape, values, dtype)),
        "x": d.layout("x", d.array("x", shape, "integers", dtype)),
    }


def is_linear(trial: Trial) -> str | None:
    """Hold the gradient of −3·dout against −3 times the gradient."""
    scaled = trial.call(dout=-3 * trial.arguments["dout"])
    off = float(np.max(np.abs(scaled + 3 * trial.result), initial=0.0))
    size = float(np.max(np.abs(scaled), initial=1.0))
    return None if off <= 1e-4 * size else "−3 times dout does not give −3 times dx"


def in_place(dout: Any, x: Any) -> Any:
    """Shut the gate in the caller's gradient."""
    dout[x <= 0] = 0
    return dout


EXERCISE = Exercise(
    slug="relu_backward",
    reference=engine.relu_backward,
    draw=draw,
    pinned=(
        pinned("the worked example", dout=[5, -6, 7, 8], x=[2, 0.5, 0, -1]),
        pinned("a zero in x", dout=[[3.0, 4.0]], x=[[0.0, 1.0]]),
        pinned(
            "all signs of both",
            dout=[[2, -2, 3], [-3, 5, -5]],
            x=[[4, 4, -1], [-1, 0, 0]],
        ),
        pinned("nothing passes", dout=[1.0, -2.0], x=[-3.0, -0.5]),
        pinned(
            "float32",
            dout=np.array([[1.5], [2.5]], np.float32),
            x=np.array([[-1], [3]], np.float32),
        ),
        pinned(
            "a transposed x",
            dout=[[1, 2], [3, 4], [5, 6]],
            x=np.array([[1.0, -1.0, 0.0], [-2.0, 2.0, 7.0]]).T,
        ),
        pinned("an empty array", dout=np.zeros((0, 3)), x=np.zeros((0, 3))),
    ),
    rounding=lambda dout, x: np.abs(dout),
    laws=(Law("linear", "is linear in dout", is_linear),),
    misconceptions=(
        Misconception(
            "grad-ge-zero",
            "the gradient passes where x is exactly 0",
            "The slope at the kink is a convention: 0 here, so the gate is x > 0 and "
            "not x >= 0.",
            lambda dout, x: dout * (x >= 0),
        ),
        Misconception(
            "grad-times-x",
            "dout is multiplied by the output of ReLU, not by its slope",
            "ReLU's slope where x is positive is 1, whatever x is. Multiply by the "
            "gate x > 0.",
            lambda dout, x: dout * np.maximum(x, 0),
        ),
        Misconception(
            "grad-masks-dout",
            "the gate looks at dout",
            "Whether the gradient passes depends on the forward input. A negative "
            "gradient passes like any other.",
            lambda dout, x: dout * (dout > 0),
        ),
        Misconception(
            "grad-masks-both",
            "negative gradients are stopped as well",
            "Only the sign of x counts. Stopping negative gradients too is guided "
            "backpropagation, a way to draw pictures.",
            lambda dout, x: dout * (x > 0) * (dout > 0),
        ),
        Misconception(
            "grad-not-chained",
            "this is the slope alone, without dout",
            "The chain rule multiplies the local slope by the gradient that arrives.",
            lambda dout, x: (x > 0).astype(x.dtype),
        ),
        Misconception(
            "grad-not-gated",
            "the gradient passes everywhere",
            "Where x was not positive the output did not depend on it: no gradient "
            "there.",
            lambda dout, x: dout.copy(),
        ),
        Misconception(
            "grad-mutates-dout",
            "the argument dout is changed",
            "dout may feed a second branch of the network. Write into a new array.",
            in_place,
            claimed_by="leaves_inputs_unchanged",
        ),
    ),
    workload=Workload(
        lambda size, rng: {
            "dout": rng.normal(size=(size, 256)),
            "x": rng.normal(size=(size, 256)),
        },
        limit=1_000,
        unit="the number of elements",
    ),
    fresh=True,
    hints=(
        "How much does relu(x) move when x moves a little, for x = 3, x = −3?",
        (
            "The slope is 1 where x > 0 and 0 elsewhere. The chain rule multiplies it by "
            "dout."
        ),
        "dout * (x > 0) does it: NumPy counts True as 1 and False as 0.",
    ),
    follow_ups=(
        (
            "What must the forward pass keep in memory, and could its output serve "
            "instead?"
        ),
        "What happens to a unit whose input is negative for every training sample?",
        "Which choice at exactly 0 do frameworks make, and does it matter in training?",
    ),
    topics=("backpropagation", "activations"),
)
