"""flatten: what it is tried on, and what people make of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from cnnquiz import engine
from cnnquiz.curriculum.exercise import (
    Arguments,
    Exercise,
    Law,
    Misconception,
    Trial,
    pinned,
)

if TYPE_CHECKING:
    from cnnquiz.curriculum.draw import Draw


def draw(d: Draw) -> Arguments:
    """Draw four lengths apart, and values in which few cells are alike."""
    shape = [d.integer(name, 1, 4) for name in ("N", "C", "H", "W")]
    values = d.choose("values", "integers", "reals")
    dtype = d.choose("dtype", np.float64, np.float64, np.float32)
    return {"x": d.layout("x", d.array("x", shape, values, dtype))}


def rows_are_alone(trial: Trial) -> str | None:
    """Hold the last row against that of the last image alone."""
    alone = trial.call(x=trial.arguments["x"][-1:])
    same = np.array_equal(alone, trial.result[-1:])
    return None if same else "an image's row depends on the other images"


def numbered(*shape: int) -> np.ndarray:
    """Return an array whose cells are numbered in C order."""
    return np.arange(float(np.prod(shape))).reshape(shape)


EXERCISE = Exercise(
    slug="flatten",
    reference=engine.flatten,
    draw=draw,
    pinned=(
        pinned("the worked example", x=numbered(2, 2, 1, 2)),
        pinned("one image of one channel", x=numbered(1, 1, 2, 3)),
        pinned("two channels", x=numbered(1, 2, 2, 2)),
        pinned("all four lengths apart", x=numbered(2, 3, 1, 4)),
        pinned("single pixels", x=numbered(3, 2, 1, 1)),
        pinned("channels last in memory", x=numbered(2, 2, 3, 2).transpose(0, 3, 1, 2)),
        pinned("float32", x=numbered(2, 1, 2, 2).astype(np.float32)),
    ),
    rounding=lambda x: np.abs(x),
    laws=(Law("rows_alone", "treats each image alone", rows_are_alone),),
    misconceptions=(
        Misconception(
            "flattens-batch",
            "the batch is flattened as well",
            "Each image is a row of its own: keep axis 0.",
            lambda x: x.reshape(-1),
        ),
        Misconception(
            "reshape-then-transpose",
            "the images are mixed",
            "reshape cuts the cells in memory order; it never moves an axis. Put N "
            "first: reshape(N, -1).",
            lambda x: x.reshape(-1, len(x)).T,
        ),
        Misconception(
            "output-transposed",
            "images are columns",
            "Each image is a row: the shape is (N, C·H·W).",
            lambda x: x.reshape(len(x), -1).T,
        ),
        Misconception(
            "hwc-order",
            "the channels run fastest",
            "The axes stay in their order, channel, row, column. Moving channels to "
            "the end first gives another order, and the weights no longer fit.",
            lambda x: x.transpose(0, 2, 3, 1).reshape(len(x), -1),
        ),
        Misconception(
            "fortran-order",
            "the first axis runs fastest",
            'NumPy\'s default, C order, lets the last axis run fastest. Leave order="F" '
            "out.",
            lambda x: x.reshape((len(x), -1), order="F"),
        ),
        Misconception(
            "hw-swapped",
            "rows and columns of the image are swapped",
            "Within a channel the columns run fastest: row by row.",
            lambda x: x.swapaxes(2, 3).reshape(len(x), -1),
        ),
    ),
    workload=None,
    hints=(
        "Which axis must survive, and what is the product of the others?",
        "np.reshape works a length out by itself when it is given as −1.",
        "x.reshape(len(x), -1) keeps the batch and unrolls the rest in C order.",
    ),
    follow_ups=(
        "When does reshape copy, and when does it return a view?",
        "How many weights does a linear layer need after flattening 512 maps of 7×7?",
        "What does global average pooling do in its place, and what is lost?",
    ),
    topics=("cost", "weight-sharing"),
)
