"""conv2d: what it is tried on, and what people make of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from cnnquiz import engine
from cnnquiz.curriculum.convolution.conv2d_mistakes import MISCONCEPTIONS
from cnnquiz.curriculum.exercise import (
    Arguments,
    Exercise,
    Law,
    Trial,
    Workload,
    by_terms,
    pinned,
)

if TYPE_CHECKING:
    from cnnquiz.curriculum.draw import Draw


def draw(d: Draw) -> Arguments:
    """Draw odd geometry: H ≠ W, kH ≠ kW, several images, strides that do not divide.

    Integer images meet filters of reals: an output of integers shows.
    """
    stride, padding = d.integer("stride", 1, 3), d.integer("padding", 0, 2)
    n, c_in, c_out = (
        d.integer("N", 1, 3),
        d.integer("C_in", 1, 3),
        d.integer("C_out", 1, 3),
    )
    k_h, k_w = d.integer("kH", 1, 3), d.integer("kW", 1, 3)
    height = d.integer("H", max(1, k_h - 2 * padding), 7)
    width = d.integer("W", max(1, k_w - 2 * padding), 7)
    values = d.choose("values", "integers", "reals")
    kinds = np.float64, np.float64, np.float64, np.float32, np.int64, np.int64
    kind = d.choose("dtype", *kinds)
    whole = kind is np.int64
    dtype = np.float64 if whole else kind
    images = d.array(
        "x", (n, c_in, height, width), "integers" if whole else values, kind
    )
    values = "reals" if whole else values
    x = d.layout("x", images)
    w = d.layout("w", d.array("w", (c_out, c_in, k_h, k_w), values, dtype))
    arguments: Arguments = {"x": x, "w": w}
    if d.choose("bias", False, True, True):
        arguments["b"] = d.array("b", (c_out,), values, dtype)
    return {**arguments, "stride": stride, "padding": padding}


def ramp(*shape: int) -> np.ndarray:
    """Return small integers in which no row, column or channel is like another."""
    count = int(np.prod(shape))
    return ((np.arange(count) * 7) % 11 - 4.0).reshape(shape)


WORKED_X = np.arange(1.0, 10.0).reshape(1, 1, 3, 3)
WORKED_W = np.array([[[[1.0, 0.0], [0.0, -1.0]]]])
B = np.array([10.0, -20.0])
PINNED = (
    pinned("the worked example", x=WORKED_X, w=WORKED_W),
    pinned("a wide image and a tall kernel", x=ramp(1, 1, 3, 5), w=ramp(1, 1, 2, 1)),
    pinned(
        "two channels, two filters, a bias", x=ramp(2, 2, 3, 4), w=ramp(2, 2, 2, 2), b=B
    ),
    pinned("stride 2", x=ramp(1, 1, 5, 6), w=ramp(1, 1, 2, 3), stride=2),
    pinned("padding 1", x=ramp(1, 1, 2, 3), w=ramp(1, 1, 3, 2), padding=1),
    pinned(
        "stride 2 with padding 1",
        x=ramp(2, 3, 5, 4),
        w=ramp(2, 3, 3, 2),
        b=B,
        stride=2,
        padding=1,
    ),
    pinned(
        "integer images", x=ramp(1, 2, 3, 3).astype(np.int64), w=ramp(1, 2, 2, 2) / 2
    ),
    pinned("a 1x1 kernel", x=ramp(1, 3, 2, 2), w=ramp(2, 3, 1, 1)),
    pinned(
        "channels last in memory",
        x=ramp(1, 4, 3, 2).transpose(0, 2, 1, 3),
        w=ramp(2, 3, 2, 2),
    ),
    pinned(
        "float32",
        x=ramp(1, 1, 3, 3).astype(np.float32),
        w=ramp(1, 1, 2, 2).astype(np.float32),
    ),
)


def is_linear(trial: Trial) -> str | None:
    """Hold conv2d(2x) against 2·conv2d(x), without a bias."""
    arguments = trial.arguments | {"b": None}
    once = trial.call(**arguments)
    twice = trial.call(**arguments | {"x": 2 * arguments["x"]})
    off = float(np.max(np.abs(twice - 2 * once), initial=0.0))
    size = float(np.max(np.abs(twice), initial=1.0))
    return (
        None if off <= 1e-4 * size else f"conv2d(2x) is {off:g} away from 2·conv2d(x)"
    )


def shifts_with_its_input(trial: Trial) -> str | None:
    """Move the image by one stride: the map moves by one cell."""
    arguments = trial.arguments | {"padding": 0}
    x, stride = arguments["x"], arguments.get("stride", 1)
    wide = np.pad(x, ((0, 0), (0, 0), (2, 2), (2, 2)))
    moved = np.pad(x, ((0, 0), (0, 0), (2, 2), (2 + stride, 2)))
    before = trial.call(**arguments | {"x": wide})
    after = trial.call(**arguments | {"x": moved})[..., 1:]
    columns = min(before.shape[-1], after.shape[-1])
    off = np.abs(before[..., :columns] - after[..., :columns])
    size = float(np.max(np.abs(before), initial=1.0))
    if float(np.max(off, initial=0.0)) <= 1e-4 * size:
        return None
    return f"an image moved by {stride} columns does not give the map moved by one"


def workload(size: int, rng: np.random.Generator) -> Arguments:
    """Return images whose rows grow; the rest stays."""
    return {
        "x": rng.normal(size=(1, 3, 6 + 2 * size, 32)),
        "w": rng.normal(size=(8, 3, 3, 3)),
        "b": rng.normal(size=8),
        "stride": 1,
        "padding": 1,
    }


def terms(w: Any, **_: Any) -> int:
    """Return how many terms one output sums: a filter's weights and the bias."""
    return int(np.prod(w.shape[1:])) + 1


LAWS = (
    Law("linear", "is linear in x", is_linear, cases=6),
    Law("equivariant", "moves with its input", shifts_with_its_input, cases=6),
)
HINTS = (
    (
        "Write the loops first: image, filter, output row, output column. What does "
        "one output cell look at?"
    ),
    (
        "Output (i, j) looks at padded[n, :, i*stride : i*stride + kH, j*stride : "
        "j*stride + kW]. Multiply that by the whole filter w[o] and sum everything."
    ),
    (
        "Pad with np.pad(x, ((0, 0), (0, 0), (p, p), (p, p))). To be faster, loop over "
        "the kernel's cells instead and take one strided slice of the padded image for "
        "each."
    ),
)
FOLLOW_UPS = (
    (
        "How many multiplications does your function do? Which of its loops could go "
        "first?"
    ),
    "What changes for dilation, and what for groups?",
    "Why does a convolution layer not flip the kernel, and when would it matter?",
)
EXERCISE = Exercise(
    slug="conv2d",
    reference=engine.conv2d,
    draw=draw,
    pinned=PINNED,
    rounding=by_terms(engine.conv2d, terms),
    laws=LAWS,
    misconceptions=MISCONCEPTIONS,
    workload=Workload(workload, limit=20_000, unit="the number of output pixels"),
    hints=HINTS,
    follow_ups=FOLLOW_UPS,
    topics=("convolution", "output-shape"),
)
