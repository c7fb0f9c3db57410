"""max_pool2d: what it is tried on, and what people make of it."""

from __future__ import annotations

import numpy as np

from cnnquiz import engine
from cnnquiz.curriculum.draw import Draw
from cnnquiz.curriculum.exercise import (
    Arguments,
    Broken,
    Exercise,
    Law,
    Trial,
    Workload,
    pinned,
)
from cnnquiz.curriculum.pooling.max_pool2d_mistakes import MISCONCEPTIONS


def images(*shape: int) -> np.ndarray:
    """Return small integers of both signs, no two alike in a window."""
    count = int(np.prod(shape))
    return ((np.arange(count) * 7) % 23 - 11.0).reshape(shape)


def geometry(d: Draw) -> tuple[tuple[int, ...], Arguments]:
    """Draw a shape and the options of a pool; the stride is left out now and then."""
    stride = d.choose("stride", None, 1, 2, 3, None, 1)
    kernel_size = d.choose("kernel_size", 1, 2, 3, 2, 3)
    padding = d.integer("padding", 0, kernel_size - 1)
    n, c = d.integer("N", 1, 2), d.integer("C", 1, 3)
    least = max(1, kernel_size - 2 * padding)
    height, width = d.integer("H", least, 7), d.integer("W", least, 7)
    options: Arguments = {"kernel_size": kernel_size, "padding": padding}
    if stride:
        options["stride"] = stride
    return (n, c, height, width), options


def draw(d: Draw) -> Arguments:
    """Draw images, all-negative ones among them: there zero padding shows."""
    shape, options = geometry(d)
    values = d.choose("values", "integers", "reals", "negative")
    dtype = d.choose("dtype", np.float64, np.float64, np.float64, np.float32)
    return {"x": d.layout("x", d.array("x", shape, values, dtype)), **options}


def moves_with_a_constant(trial: Trial) -> str | None:
    """Hold f(x + 8) against f(x) + 8."""
    moved = trial.call(x=trial.arguments["x"] + 8)
    off = float(np.max(np.abs(moved - trial.result - 8), initial=0.0))
    return None if off < 1e-3 else "adding 8 to the images does not add 8 to the maxima"


def scales(trial: Trial) -> Broken | None:
    """Hold f(10³⁰·x) against 10³⁰·f(x): any finite number in the padding shows."""
    x = trial.arguments["x"]
    scaled = np.asarray(trial.call(x=x * x.dtype.type(1e30)), np.float64) / 1e30
    off = np.abs(scaled - trial.result)
    if float(np.max(off, initial=0.0)) <= 1e-3 * float(np.max(np.abs(x), initial=1.0)):
        return None
    place = tuple(int(i) for i in np.unravel_index(off.argmax(), off.shape))
    message = (
        f"of 1e30·x the maximum at {list(place)} is {1e30 * scaled[place]:g} and should "
        f"be {1e30 * trial.result[place]:g}"
    )
    return Broken(message, "finite-padding")


EXERCISE = Exercise(
    slug="max_pool2d",
    reference=engine.max_pool2d,
    draw=draw,
    pinned=(
        pinned(
            "the worked example",
            x=[[[[1, 5, 2], [4, 3, 0], [7, 6, 8]]]],
            kernel_size=2,
            stride=1,
        ),
        pinned("no stride given", x=images(1, 1, 4, 4), kernel_size=2),
        pinned("two images, three channels", x=images(2, 3, 2, 4), kernel_size=2),
        pinned(
            "all negative, with padding",
            x=-np.abs(images(1, 1, 3, 3)) - 1,
            kernel_size=2,
            padding=1,
        ),
        pinned("overlapping windows", x=images(1, 1, 5, 4), kernel_size=3, stride=1),
        pinned(
            "a window that does not fit", x=images(1, 1, 5, 4), kernel_size=2, stride=2
        ),
        pinned(
            "stride 2 with padding 1",
            x=images(1, 2, 4, 5),
            kernel_size=3,
            stride=2,
            padding=1,
        ),
        pinned(
            "windows of one with stride 2",
            x=images(1, 1, 3, 4),
            kernel_size=1,
            stride=2,
        ),
        pinned(
            "channels last in memory",
            x=images(1, 4, 4, 2).transpose(0, 3, 1, 2),
            kernel_size=2,
        ),
        pinned("float32", x=images(1, 1, 2, 4).astype(np.float32), kernel_size=2),
    ),
    rounding=lambda x, **_: np.abs(x),
    laws=(
        Law("moves_with_a_constant", "moves with a constant", moves_with_a_constant),
        Law("scales", "pads with what no value lies below", scales),
    ),
    misconceptions=MISCONCEPTIONS,
    workload=Workload(
        lambda size, rng: {
            "x": rng.normal(size=(1, 4, 8 * size, 32)),
            "kernel_size": 2,
        },
        limit=10_000,
        unit="the number of pixels",
    ),
    hints=(
        "It is max_pooling with two more axes, a stride, and padding. What may the padding "
        "never do?",
        "Pad with np.pad(..., constant_values=-np.inf), and take the maximum of "
        "padded[:, :, i*s : i*s + k, j*s : j*s + k] over its last two axes.",
        "Faster: loop over the k·k cells of the window and keep a running np.maximum of "
        "the strided slices padded[:, :, u : u + s*H_out : s, v : v + s*W_out : s].",
    ),
    follow_ups=(
        "What does zero padding break, and why does it go unnoticed after a ReLU?",
        "Max pooling and ReLU commute. Which order is cheaper?",
        "How would you find the positions of the maxima for the backward pass?",
    ),
    topics=("pooling", "padding"),
)
