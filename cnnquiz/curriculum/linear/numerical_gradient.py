"""numerical_gradient: what it is tried on, and the laws that it keeps.

A case names its function by an expression in x, which a learner can read and the
driver evaluates. Most draw an h that is large, so that the formula itself shows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from cnnquiz import engine
from cnnquiz.curriculum.exercise import (
    Arguments,
    Exercise,
    Law,
    Trial,
    Workload,
    pinned,
)
from cnnquiz.curriculum.linear.numerical_gradient_mistakes import MISCONCEPTIONS

if TYPE_CHECKING:
    from cnnquiz.curriculum.draw import Draw

FUNCTIONS = (
    "np.sum(x**2)",
    "np.sum(x**3)",
    "np.sum(x)**2",
    "np.sum(x[0] * x[-1])",
    "np.sum(x)**3",
    "np.sum(x[0] * x[-1])**2",
    "np.sum(np.exp(x))",
)
"""Each is largest where all x are positive, which `rounding` relies on."""
LENGTHS = ((1, 2, 3, 4), (1, 2, 3, 2, 3), (1, 2))
"""By axis: with rows of one element a flat x is no other than x."""


def drive(numerical_gradient: Any, f: str, x: Any, h: float | None = None) -> Any:
    """Make a function of the expression, and differentiate that."""
    code: Any = compile(f, "f", "eval")

    def function(x: Any) -> Any:
        return eval(code, {"np": np, "x": x})  # noqa: S307 - an expression of ours

    if h is None:
        return numerical_gradient(function, x)
    return numerical_gradient(function, x, h)


def reference(f: str, x: Any, h: float | None = None) -> Any:
    """Differentiate with the engine."""
    return drive(engine.numerical_gradient, f, x, h)


def draw(d: Draw) -> Arguments:
    """Draw a function, an h, and where; integers and float32 among the arrays."""
    # Those of x[0] and x[-1] twice: a flat x hides from all others.
    f = d.choose("f", *FUNCTIONS, FUNCTIONS[3], FUNCTIONS[5])
    h = d.choose("h", 0.5, 0.25, 0.125, None)
    dtype = d.choose("dtype", np.float64, np.float64, np.int64, np.float32)
    rank = d.choose("axes", 1, 2, 2, 3, 2)
    shape = [d.choose(f"length {axis}", *LENGTHS[axis]) for axis in range(rank)]
    x = d.array("x", shape, "integers", dtype)
    if dtype != np.int64 and d.choose("fractions", False, True):
        x = x + 0.375
    # In Fortran order a flattened x is a copy, which hides a change from f.
    in_order = d.choose("order", "C", "F")
    arguments = {"f": f, "x": d.layout("x", x) if in_order == "C" else x.copy("F")}
    return arguments if h is None else {**arguments, "h": h}


def rounding(f: str, x: Any, h: float | None = None) -> Any:
    """Rounding moves f by as much as it moves its sum of terms; h divides that."""
    h = 1e-5 if h is None else h
    largest = drive(lambda function, x: function(x), f, np.abs(x) + h)
    return (x.size + 8) * largest / h


def _near(a: Any, b: Any) -> bool:
    off = np.max(np.abs(a - b), initial=0.0)
    return bool(off <= 1e-4 * (1 + np.max(np.abs(b), initial=0.0)))


def scales_with_f(trial: Trial) -> str | None:
    """Differentiate three times the function."""
    tripled = trial.call(f=f"3 * ({trial.arguments['f']})")
    if _near(tripled, 3 * trial.result):
        return None
    return "three times the function has not three times the gradient"


def adds_with_f(trial: Trial) -> str | None:
    """Differentiate the function plus a constant and a sum of all elements."""
    added = trial.call(f=f"({trial.arguments['f']}) + np.sum(x) + 7")
    if _near(added, trial.result + 1):
        return None
    return "adding np.sum(x) + 7 to the function does not add 1 to each element"


MATRIX = np.array([[1.0, -2.0, 3.0], [4.0, 0.0, 2.0]])
PINNED = (
    pinned("the worked example", f="x[0] * x[1]", x=[3, 5]),
    pinned("a cube, with a large h", f="np.sum(x**3)", x=[1, 2], h=0.5),
    pinned("a function of the first alone", f="x[0] ** 2", x=[2, 7], h=0.25),
    pinned("elements that depend on each other", f="np.sum(x)**2", x=[1, 2, -1], h=0.5),
    pinned("integers", f="np.sum(x**2)", x=np.array([1, -2, 3])),
    pinned("float32", f="np.sum(x**2)", x=np.array([1.5, -2], np.float32)),
    pinned("a kink", f="np.sum(np.maximum(x, 0))", x=[0, 2, -2]),
    pinned("a matrix", f="np.sum(x[0] * x[-1])", x=MATRIX),
    pinned("a transposed array", f="np.sum(x[0] * x[-1])", x=MATRIX.T, h=0.125),
)
EXERCISE = Exercise(
    slug="numerical_gradient",
    reference=reference,
    driver=drive,
    draw=draw,
    pinned=PINNED,
    rounding=rounding,
    dtype="float64",
    precision="double",
    laws=(
        Law("scales", "grows with the function", scales_with_f),
        Law("adds", "adds up over sums of functions", adds_with_f),
    ),
    misconceptions=MISCONCEPTIONS,
    workload=Workload(
        lambda size, rng: {"f": "np.sum(x * x)", "x": rng.normal(size=16 * size)},
        # Of plain loops, measured: 1.
        limit=30,
        unit="the number of elements",
    ),
    fresh=True,
    hints=(
        "How would you find the slope at one element, if you may only call f? Begin with "
        "a float64 copy of x.",
        "For each place of np.ndindex(x.shape): set that element to value + h, call f, "
        "set it to value − h, call f.",
        "gradient[place] = (above - below) / (2 * h); then point[place] = value, before "
        "the next place.",
    ),
    follow_ups=(
        "Why is a smaller h not always better, and which h is best in float64?",
        "How many calls of f does it take, and why is backpropagation cheaper?",
        "What would you do if f draws random numbers, as a layer with dropout does?",
    ),
    topics=("backpropagation",),
)
