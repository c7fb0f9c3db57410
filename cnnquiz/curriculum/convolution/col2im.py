"""col2im: what it is tried on, and what people make of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from cnnquiz import engine
from cnnquiz.curriculum.convolution.conv2d import ramp
from cnnquiz.curriculum.convolution.im2col import geometry
from cnnquiz.curriculum.exercise import (
    Arguments,
    Case,
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


def windows(size: tuple[int, int], options: Arguments) -> tuple[int, int]:
    """Return how many windows fit below each other and side by side."""
    k, stride, padding = (options[o] for o in ("kernel_size", "stride", "padding"))
    high, wide = ((size[a] + 2 * padding - k[a]) // stride + 1 for a in (0, 1))
    return high, wide


def draw(d: Draw) -> Arguments:
    """Draw a window's geometry, and columns of the shape that im2col would give."""
    (n, c, height, width), options = geometry(d)
    k_h, k_w = options["kernel_size"]
    high, wide = windows((height, width), options)
    values = d.choose("values", "integers", "reals")
    dtype = d.choose("dtype", np.float64, np.float64, np.float64, np.float32)
    cols = d.array("cols", (n, c * k_h * k_w, high * wide), values, dtype)
    return {"cols": d.layout("cols", cols), "output_size": (height, width), **options}


def image(
    why: str,
    shape: tuple[int, int, int, int],
    kernel_size: tuple[int, int],
    stride: int = 1,
    padding: int = 0,
) -> Case:
    """Pin columns that are all different, for an image of a shape."""
    options = {"kernel_size": kernel_size, "stride": stride, "padding": padding}
    n, c, height, width = shape
    high, wide = windows((height, width), options)
    cols = ramp(n, c * kernel_size[0] * kernel_size[1], high * wide) + 1
    return pinned(why, cols=cols, output_size=(height, width), **options)


def is_adjoint(trial: Trial) -> str | None:
    """Hold ⟨im2col(x), cols⟩ against ⟨x, col2im(cols)⟩ for an x of our own."""
    given = trial.arguments
    cols = given.pop("cols").astype(np.float64)
    given.pop("output_size")
    x = np.asarray(np.random.default_rng(0).normal(size=np.shape(trial.expected)))
    there = float(np.sum(engine.im2col(x, **given) * cols))
    back = float(np.sum(x * trial.result))
    if abs(there - back) <= 1e-4 * (1 + float(np.sum(np.abs(cols)))):
        return None
    return f"for one x, im2col(x)·cols is {there:g} and x·col2im(cols) is {back:g}"


def _scattered(
    *, overwrite: bool = False, crop: bool = True, step: int | None = None
) -> Any:
    """Make a col2im that puts the windows back in its own way."""

    def wrong(
        cols: Any, output_size: Any, kernel_size: Any, stride: int = 1, padding: int = 0
    ) -> Any:
        (height, width), (k_h, k_w), p = output_size, kernel_size, padding
        out_h = (height + 2 * p - k_h) // stride + 1
        cells = cols.reshape(len(cols), -1, k_h, k_w, out_h, cols.shape[2] // out_h)
        padded = np.zeros((*cells.shape[:2], height + 2 * p, width + 2 * p), cols.dtype)
        s = step or stride
        for i, j in np.ndindex(*cells.shape[4:]):
            at = (..., slice(i * s, i * s + k_h), slice(j * s, j * s + k_w))
            window = cells[..., i, j]
            padded[at] = window if overwrite else padded[at] + window
        return padded[:, :, p : p + height, p : p + width] if crop else padded

    return wrong


def averaged(
    cols: Any, output_size: Any, kernel_size: Any, stride: int = 1, padding: int = 0
) -> Any:
    """Divide by the number of windows over each cell."""
    options = (output_size, kernel_size, stride, padding)
    counts = engine.col2im(np.ones_like(cols), *options)
    return engine.col2im(cols, *options) / np.maximum(counts, 1)


def transposed(
    cols: Any, output_size: Any, kernel_size: Any, stride: int = 1, padding: int = 0
) -> Any:
    """Read the columns with axes that a reshape has moved."""
    turned = np.ascontiguousarray(cols.swapaxes(1, 2)).reshape(cols.shape)
    return engine.col2im(turned, output_size, kernel_size, stride, padding)


def channels_last(
    cols: Any, output_size: Any, kernel_size: Any, stride: int = 1, padding: int = 0
) -> Any:
    """Read a column as window first, channel last."""
    k_h, k_w = kernel_size
    cells = cols.reshape(len(cols), k_h * k_w, -1, cols.shape[2]).swapaxes(1, 2)
    moved = np.ascontiguousarray(cells).reshape(cols.shape)
    return engine.col2im(moved, output_size, kernel_size, stride, padding)


def crop_minus_zero(
    cols: Any, output_size: Any, kernel_size: Any, stride: int = 1, padding: int = 0
) -> Any:
    """Crop with a negative end, which is empty for padding 0."""
    kept = _scattered(crop=False)(cols, output_size, kernel_size, stride, padding)
    return kept[:, :, padding:-padding, padding:-padding]


MISCONCEPTIONS = (
    Misconception(
        "col2im-overwrites",
        "overlapping windows overwrite each other",
        "col2im is the transpose of im2col: what lands on one cell adds up. += and "
        "not =.",
        _scattered(overwrite=True),
    ),
    Misconception(
        "col2im-averages",
        "the sums are divided by the number of windows",
        "The transpose of im2col is not its inverse: nothing is divided.",
        averaged,
    ),
    Misconception(
        "col2im-no-crop",
        "the padding is not cut off",
        "The result has the size that was asked for: crop with [p : p + H, p : p + W].",
        _scattered(crop=False),
    ),
    Misconception(
        "crop-minus-zero",
        "the crop is empty without padding",
        "[p:-p] is empty for p = 0, since -0 is 0. Crop with [p : p + H].",
        crop_minus_zero,
    ),
    Misconception(
        "no-stride",
        "the stride is left out of the windows' positions",
        "Column i·W_out + j goes to the window that begins at (i·stride, j·stride).",
        _scattered(step=1),
    ),
    Misconception(
        "reshape-for-transpose",
        "reshape is used to move an axis",
        "reshape keeps the order in memory and cuts it anew. Move axes with transpose.",
        transposed,
    ),
    Misconception(
        "column-order-khkwc",
        "a column is read with the channels last",
        "A column is ordered as im2col writes it: channel, window row, window column.",
        channels_last,
    ),
)


def terms(kernel_size: Any, **_: Any) -> int:
    """Return how many windows hold a cell at most."""
    return int(kernel_size[0] * kernel_size[1])


EXERCISE = Exercise(
    slug="col2im",
    reference=engine.col2im,
    draw=draw,
    pinned=(
        pinned(
            "the worked example",
            cols=np.ones((1, 4, 4)),
            output_size=(3, 3),
            kernel_size=(2, 2),
        ),
        image("windows side by side", (1, 1, 2, 4), (2, 2), stride=2),
        image("a wide window", (1, 1, 2, 4), (1, 3)),
        image("two images of two channels", (2, 2, 2, 3), (2, 2)),
        image("padding 1", (1, 1, 2, 3), (3, 2), padding=1),
        image("stride 2 with padding 1", (1, 2, 4, 3), (3, 2), stride=2, padding=1),
        image("cells that no window reaches", (1, 1, 3, 4), (2, 1), stride=2),
        image("a 1x1 window", (1, 2, 2, 2), (1, 1)),
        pinned(
            "float32",
            cols=ramp(1, 2, 2).astype(np.float32),
            output_size=(1, 3),
            kernel_size=(1, 2),
        ),
    ),
    rounding=by_terms(engine.col2im, terms),
    laws=(Law("adjoint", "is the transpose of im2col", is_adjoint, cases=8),),
    misconceptions=MISCONCEPTIONS,
    workload=Workload(
        lambda size, rng: {
            "cols": rng.normal(size=(1, 27, 4 * (1 + size) * 32)),
            "output_size": (4 + 4 * size, 32),
            "kernel_size": (3, 3),
            "padding": 1,
        },
        limit=10_000,
        unit="the number of windows",
    ),
    hints=(
        (
            "Allocate the padded image, full of zeros. Each column is one window of "
            "it: column.reshape(C, kH, kW)."
        ),
        (
            "Column l belongs to the window at row (l // W_out)·stride and column "
            "(l % W_out)·stride. Add the window there with +=."
        ),
        (
            "At the end cut the padding off with [p : p + H, p : p + W]; [p:-p] is "
            "empty for p = 0."
        ),
    ),
    follow_ups=(
        (
            "Where does the backward pass of a convolution call it, and with which "
            "columns?"
        ),
        (
            "Why does x[index] += values lose numbers when an index repeats, and what "
            "does not?"
        ),
        "How is a transposed convolution written with it?",
    ),
    topics=("convolution", "backpropagation"),
)
