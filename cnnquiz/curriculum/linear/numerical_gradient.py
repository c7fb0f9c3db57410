"""numerical_gradient: what it is tried on, and what people make of it.

A case names its function by an expression in x, which a learner can read and the
driver evaluates. Most draw an h that is large, so that the formula itself shows.
"""

from __future__ import annotations

from collections.abc import Callable
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

H = 1e-5
FUNCTIONS = (
    "np.sum(x**2)",
    "np.sum(x**3)",
    "np.sum(x)**2",
    "np.sum(x[0] * x[-1])",
    "np.sum(x)**3",
    "np.sum(np.exp(x))",
)
"""Each is largest where all x are positive, which `rounding` relies on."""


def drive(numerical_gradient: Any, f: str, x: Any, h: float | None = None) -> Any:
    """Make a function of the expression, and differentiate that."""
    code = compile(f, "f", "eval")

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
    f = d.choose("f", *FUNCTIONS)
    h = d.choose("h", 0.5, 0.25, 0.125, None)
    dtype = d.choose("dtype", np.float64, np.float64, np.int64, np.float32)
    rank = d.integer("axes", 1, 3)
    shape = [d.integer(f"length {axis}", 1, 4 - axis) for axis in range(rank)]
    x = d.array("x", shape, "integers", dtype)
    if dtype != np.int64 and d.choose("fractions", False, True):
        x = x + dtype(0.375)
    arguments = {"f": f, "x": d.layout("x", x)}
    return arguments if h is None else {**arguments, "h": h}


def rounding(f: str, x: Any, h: float | None = None) -> Any:
    """Rounding moves f by as much as it moves its sum of terms; h divides that."""
    h = H if h is None else h
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


Slope = Callable[[Callable[[float], Any], float], Any]


def _by(slope: Slope, *, flat: bool = False) -> Callable[..., Any]:
    """Make a misconception from what it does with f along one element."""

    def wrong(f: Any, x: Any, h: float = H) -> Any:
        x = np.array(x, np.float64)
        gradient = np.empty(x.shape)
        for place in np.ndindex(x.shape):

            def along(distance: float, place: Any = place) -> Any:
                point = x.copy()
                point[place] += distance
                return f(point.reshape(-1) if flat else point)

            gradient[place] = slope(along, h)
        return gradient

    return wrong


def _central(along: Callable[[float], Any], h: float) -> Any:
    return (along(h) - along(-h)) / (2 * h)


def not_restored(f: Any, x: Any, h: float = H) -> Any:
    """Leave each element where it was last."""
    point = np.array(x, np.float64)
    gradient = np.empty(x.shape)
    for place in np.ndindex(x.shape):
        point[place] += h
        above = f(point)
        point[place] -= 2 * h
        gradient[place] = (above - f(point)) / (2 * h)
    return gradient


def left_above(f: Any, x: Any, h: float = H) -> Any:
    """Take the lower point first, and leave each element at the upper one."""
    point = np.array(x, np.float64)
    gradient = np.empty(x.shape)
    for place in np.ndindex(x.shape):
        point[place] -= h
        below = f(point)
        point[place] += 2 * h
        gradient[place] = (f(point) - below) / (2 * h)
    return gradient


def put_back_by_arithmetic(f: Any, x: Any, h: float = H) -> Any:
    """Nudge the caller's array, and come back by adding h."""
    point = np.asarray(x, np.float64)
    gradient = np.empty(x.shape)
    for place in np.ndindex(x.shape):
        point[place] += h
        above = f(point)
        point[place] -= 2 * h
        gradient[place] = (above - f(point)) / (2 * h)
        point[place] += h
    return gradient


def in_its_own_dtype(f: Any, x: Any, h: float = H) -> Any:
    """Nudge an array that cannot hold the nudge."""
    point = x.copy()
    gradient = np.zeros(x.shape)
    for place in np.ndindex(x.shape):
        value = point[place]
        point[place] = value + h
        above = f(point)
        point[place] = value - h
        gradient[place] = (above - f(point)) / (2 * h)
        point[place] = value
    return gradient


def in_its_own_dtype_throughout(f: Any, x: Any, h: float = H) -> Any:
    """Keep the gradient in the dtype of x as well."""
    return in_its_own_dtype(f, x, h).astype(x.dtype)


def nudges_a_copy(f: Any, x: Any, h: float = H) -> Any:
    """Flatten the array: what is not in C order is copied."""
    point = np.array(x, np.float64)
    flat = point.reshape(-1)
    gradient = np.empty(x.size)
    for i, value in enumerate(flat.tolist()):
        flat[i] = value + h
        above = f(point)
        flat[i] = value - h
        gradient[i] = (above - f(point)) / (2 * h)
        flat[i] = value
    return gradient.reshape(x.shape)


def row_by_row(f: Any, x: Any, h: float = H) -> Any:
    """Move all elements of a row together."""
    x = np.array(x, np.float64)
    gradient = np.empty(x.shape)
    for i in range(len(x)):
        above, below = x.copy(), x.copy()
        above[i] += h
        below[i] -= h
        gradient[i] = (f(above) - f(below)) / (2 * h)
    return gradient


MISCONCEPTIONS = (
    Misconception(
        "one-sided",
        "the difference is one-sided",
        "Its error shrinks only with h. Move the element both ways, up and down: then it "
        "shrinks with h².",
        _by(lambda along, h: (along(h) - along(0)) / h),
        variants=(_by(lambda along, h: (along(0) - along(-h)) / h),),
    ),
    Misconception(
        "missing-two",
        "the difference is divided by h",
        "From x − h to x + h it is 2h: divide by that.",
        _by(lambda along, h: (along(h) - along(-h)) / h),
    ),
    Misconception(
        "half-step",
        "each element is moved by h/2",
        "h is the way up and the way down: evaluate at x + h and x − h, and divide by 2h.",
        _by(lambda along, h: _central(along, h / 2)),
    ),
    Misconception(
        "h-hardcoded",
        "h is ignored",
        "1e-5 is only the default. Use the argument.",
        _by(lambda along, h: _central(along, H)),
    ),
    Misconception(
        "sign-flip",
        "the sign is wrong",
        "The gradient says how f grows: f above minus f below.",
        _by(lambda along, h: -_central(along, h)),
    ),
    Misconception(
        "not-divided",
        "the difference is not divided",
        "f(x + h) − f(x − h) is a change. Divide by the way, 2h, to get a slope.",
        _by(lambda along, h: along(h) - along(-h)),
    ),
    Misconception(
        "not-restored",
        "the elements are not put back",
        "When one element is moved all others must be where they were. Keep its value "
        "and put it back before the next one.",
        not_restored,
        variants=(left_above,),
    ),
    Misconception(
        "same-array-twice",
        "above and below are the same array",
        "above = below = x makes two names for one array, which is moved up and down "
        "again. Make copies.",
        _by(lambda along, h: (along(0) - along(0)) / (2 * h)),
    ),
    Misconception(
        "int-array",
        "x is moved in its own dtype",
        "An integer array cuts the nudge off, and float32 loses most of it. Begin with "
        "np.array(x, dtype=np.float64).",
        in_its_own_dtype,
        variants=(in_its_own_dtype_throughout,),
    ),
    Misconception(
        "nudges-a-copy",
        "an array that is not in C order is never moved",
        "reshape(-1) and ravel() copy an array in another order, and f does not see the "
        "copy. Index the array itself, with np.ndindex.",
        nudges_a_copy,
    ),
    Misconception(
        "f-gets-flat-array",
        "f gets a flat array",
        "f expects the shape of x. Reshape before each call.",
        _by(_central, flat=True),
    ),
    Misconception(
        "nudges-all",
        "all elements are moved together",
        "f(x + h) moves every element at once and tells the sum of all slopes. Move one, "
        "and leave the others.",
        lambda f, x, h=H: np.full(
            x.shape, (f(np.float64(x) + h) - f(np.float64(x) - h)) / (2 * h)
        ),
        variants=(
            lambda f, x, h=H: (f(np.float64(x) + h) - f(np.float64(x) - h)) / (2 * h),
        ),
    ),
    Misconception(
        "nudges-rows",
        "a whole row is moved at once",
        "x[i] is a row if x has two axes. Go over all places, as np.ndindex(x.shape) "
        "does.",
        row_by_row,
    ),
    Misconception(
        "gradient-flat",
        "the gradient is flat",
        "The gradient has one number for each element, at the same place: the shape is "
        "that of x.",
        lambda f, x, h=H: engine.numerical_gradient(f, x, h).reshape(-1),
    ),
    Misconception(
        "mutates-input",
        "x is not put back exactly",
        "x + h − 2h + h is not always x in floating point. Keep the value and put that "
        "back, or work on a copy; np.asarray makes none.",
        put_back_by_arithmetic,
        claimed_by="leaves_inputs_unchanged",
    ),
)

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
        limit=100,
        unit="the number of elements",
    ),
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
