"""max_pool2d: what it is tried on, and what people make of it."""

from __future__ import annotations

from collections.abc import Callable
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


def _pool(
    x: Any,
    kernel_size: int,
    stride: int | None,
    padding: int,
    fill: float,
    reduce: Callable[..., Any] = np.max,
) -> Any:
    step = kernel_size if stride is None else stride
    sides = (padding, padding)
    padded = np.pad(x, ((0, 0), (0, 0), sides, sides), constant_values=fill)
    windows = np.lib.stride_tricks.sliding_window_view(
        padded, (kernel_size, kernel_size), axis=(2, 3)
    )[:, :, ::step, ::step]
    return reduce(windows, axis=(4, 5))


def zero_padding(x: Any, kernel_size: int, stride: Any = None, padding: int = 0) -> Any:
    """Pad with zeros."""
    return _pool(x, kernel_size, stride, padding, 0.0)


def stride_one(x: Any, kernel_size: int, stride: Any = None, padding: int = 0) -> Any:
    """Take no stride for a stride of one."""
    return engine.max_pool2d(x, kernel_size, stride or 1, padding)


def across_channels(
    x: Any, kernel_size: int, stride: Any = None, padding: int = 0
) -> Any:
    """Take the maximum over the channels too."""
    right = engine.max_pool2d(x, kernel_size, stride, padding)
    return np.broadcast_to(right.max(axis=1, keepdims=True), right.shape).copy()


def rounded_up(x: Any, kernel_size: int, stride: Any = None, padding: int = 0) -> Any:
    """Pool a last window that sticks out."""
    step = kernel_size if stride is None else stride
    extra = [-(n + 2 * padding - kernel_size) % step for n in x.shape[2:]]
    sides = [(padding, padding + more) for more in extra]
    padded = np.pad(x, ((0, 0), (0, 0), *sides), constant_values=-np.inf)
    return engine.max_pool2d(padded, kernel_size, step)


def mean(x: Any, kernel_size: int, stride: Any = None, padding: int = 0) -> Any:
    """Average the windows."""
    return engine.avg_pool2d(x, kernel_size, stride, padding)


def from_zero(x: Any, kernel_size: int, stride: Any = None, padding: int = 0) -> Any:
    """Begin each maximum at zero."""
    return np.maximum(engine.max_pool2d(x, kernel_size, stride, padding), 0)


def stride_ignored(
    x: Any, kernel_size: int, stride: Any = None, padding: int = 0
) -> Any:
    """Always move by the size of the window."""
    return engine.max_pool2d(x, kernel_size, None, padding)


def padding_ignored(
    x: Any, kernel_size: int, stride: Any = None, padding: int = 0
) -> Any:
    """Pool the image as it is."""
    return engine.max_pool2d(x, kernel_size, stride, 0)


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
    ),
    misconceptions=(
        Misconception(
            "zero-padding",
            "the padding is zeros, and they win over negatives",
            "Padding must never win. Pad with -inf, as every framework does.",
            zero_padding,
        ),
        Misconception(
            "running-max-starts-at-zero",
            "the maximum starts at zero",
            "In a window of negative values zero wins, though it is not there. Start at "
            "-inf.",
            from_zero,
        ),
        Misconception(
            "stride-defaults-to-one",
            "the stride is 1 where none is given",
            "stride=None means kernel_size: the windows lie side by side.",
            stride_one,
        ),
        Misconception(
            "stride-ignored",
            "the stride is ignored",
            "A given stride moves the window by that much, whatever its size.",
            stride_ignored,
        ),
        Misconception(
            "padding-ignored",
            "the padding is ignored",
            "Put `padding` rows and columns of -inf around each image first.",
            padding_ignored,
        ),
        Misconception(
            "pools-over-channels",
            "the maximum runs over the channels too",
            "Pooling treats each channel alone; their number stays.",
            across_channels,
            variants=(
                lambda x, kernel_size, stride=None, padding=0: engine.max_pool2d(
                    x, kernel_size, stride, padding
                ).max(axis=1, keepdims=True),
            ),
        ),
        Misconception(
            "ceil-output-size",
            "incomplete windows are pooled too",
            "A last window that does not fit is dropped: round down.",
            rounded_up,
        ),
        Misconception(
            "mean-instead",
            "the windows are averaged",
            "Max pooling keeps the strongest response of each window.",
            mean,
        ),
    ),
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
