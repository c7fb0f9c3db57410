"""What people make of numerical_gradient."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from cnnquiz import engine
from cnnquiz.curriculum.exercise import Misconception

H = 1e-5

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


def row_by_row_through_a_view(f: Any, x: Any, h: float = H) -> Any:
    """Keep a view of the row, which moves along with it."""
    point = np.array(x, np.float64)
    gradient = np.empty(x.shape)
    for i in range(len(x)):
        row = point[i]
        point[i] = row + h
        above = f(point)
        point[i] = row - h
        gradient[i] = (above - f(point)) / (2 * h)
        point[i] = row
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
        variants=(row_by_row_through_a_view,),
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
