"""im2col: what it is tried on, and what people make of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from cnnquiz import engine
from cnnquiz.curriculum.convolution.conv2d import ramp
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


def geometry(d: Draw) -> tuple[tuple[int, int, int, int], Arguments]:
    """Draw the shape of images and the options of a window, never quite square."""
    stride, padding = d.integer("stride", 1, 3), d.integer("padding", 0, 2)
    n, c = d.integer("N", 1, 3), d.integer("C", 1, 3)
    k_h, k_w = d.integer("kH", 1, 3), d.integer("kW", 1, 3)
    height = d.integer("H", max(1, k_h - 2 * padding), 6)
    width = d.integer("W", max(1, k_w - 2 * padding), 6)
    options = {"kernel_size": (k_h, k_w), "stride": stride, "padding": padding}
    return (n, c, height, width), options


def draw(d: Draw) -> Arguments:
    """Draw images and a window."""
    shape, options = geometry(d)
    values = d.choose("values", "integers", "reals")
    dtype = d.choose("dtype", np.float64, np.float64, np.float64, np.float32)
    return {"x": d.layout("x", d.array("x", shape, values, dtype)), **options}


def convolves(trial: Trial) -> str | None:
    """Multiply the columns by a filter, and convolve with it."""
    given = trial.arguments
    c, (k_h, k_w) = given["x"].shape[1], given["kernel_size"]
    w = np.asarray(np.random.default_rng(0).normal(size=(2, c, k_h, k_w)))
    stride, padding = given.get("stride", 1), given.get("padding", 0)
    right = engine.conv2d(given["x"].astype(np.float64), w, None, stride, padding)
    product = w.reshape(2, -1) @ np.asarray(trial.result, np.float64)
    off = float(np.max(np.abs(product - right.reshape(product.shape)), initial=0.0))
    return None if off < 1e-3 else "filters times columns is not the convolution"


def _axes(*order: int) -> Any:
    """Make a misconception that lays out (n, c, u, v, i, j) in another order.

    The first three of the order after n become the rows and the others the columns.
    """

    def wrong(x: Any, kernel_size: Any, stride: int = 1, padding: int = 0) -> Any:
        cells = _cells(x, kernel_size, stride, padding)
        rows = int(np.prod([cells.shape[k] for k in order[1:4]]))
        return cells.transpose(order).reshape(len(x), rows, -1)

    return wrong


def _cells(x: Any, kernel_size: Any, stride: int, padding: int) -> Any:
    """Return the windows with axes n, c, u, v, i, j."""
    k_h, k_w = kernel_size
    out_h = (x.shape[2] + 2 * padding - k_h) // stride + 1
    cols = engine.im2col(x, kernel_size, stride, padding)
    return cols.reshape(len(x), x.shape[1], k_h, k_w, out_h, -1)


def rows_for_columns(
    x: Any, kernel_size: Any, stride: int = 1, padding: int = 0
) -> Any:
    """Return a window in each row."""
    return engine.im2col(x, kernel_size, stride, padding).swapaxes(1, 2)


def reshaped(x: Any, kernel_size: Any, stride: int = 1, padding: int = 0) -> Any:
    """Move an axis with reshape."""
    cols = engine.im2col(x, kernel_size, stride, padding)
    return np.ascontiguousarray(cols.swapaxes(1, 2)).reshape(cols.shape)


def kernel_swapped(x: Any, kernel_size: Any, stride: int = 1, padding: int = 0) -> Any:
    """Take the width of the window for its height."""
    k_h, k_w = kernel_size
    return engine.im2col(x, (k_w, k_h), stride, padding)


def unpadded(x: Any, kernel_size: Any, stride: int = 1, padding: int = 0) -> Any:
    """Leave the padding out."""
    return engine.im2col(x, kernel_size, stride)


def dense(x: Any, kernel_size: Any, stride: int = 1, padding: int = 0) -> Any:
    """Take every window, whatever the stride."""
    return engine.im2col(x, kernel_size, 1, padding)


def flipped(x: Any, kernel_size: Any, stride: int = 1, padding: int = 0) -> Any:
    """Copy each window turned by 180 degrees."""
    cells = _cells(x, kernel_size, stride, padding)
    return cells[:, :, ::-1, ::-1].reshape(len(x), -1, cells[0, 0, 0, 0].size)


PINNED = (
    pinned(
        "the worked example",
        x=np.arange(1.0, 10).reshape(1, 1, 3, 3),
        kernel_size=(2, 2),
    ),
    pinned("a wide window", x=ramp(1, 1, 3, 4), kernel_size=(1, 3)),
    pinned("a tall window", x=ramp(1, 1, 3, 2), kernel_size=(2, 1)),
    pinned("two channels", x=ramp(1, 2, 2, 3), kernel_size=(2, 2)),
    pinned("two images of two channels", x=ramp(2, 2, 2, 3), kernel_size=(1, 2)),
    pinned("stride 2", x=ramp(1, 1, 4, 5), kernel_size=(2, 2), stride=2),
    pinned("padding 1", x=ramp(1, 1, 2, 2), kernel_size=(2, 3), padding=1),
    pinned(
        "stride 2 with padding 1",
        x=ramp(2, 2, 3, 4),
        kernel_size=(3, 2),
        stride=2,
        padding=1,
    ),
    pinned("a 1x1 window", x=ramp(1, 2, 2, 2), kernel_size=(1, 1)),
    pinned(
        "channels last in memory",
        x=ramp(1, 3, 2, 2).transpose(0, 3, 1, 2),
        kernel_size=(2, 1),
    ),
    pinned("float32", x=ramp(1, 1, 2, 3).astype(np.float32), kernel_size=(2, 2)),
)
MISCONCEPTIONS = (
    Misconception(
        "hw-swap",
        "height and width of the window are swapped",
        "kernel_size is (kH, kW): its first number counts rows.",
        kernel_swapped,
    ),
    Misconception(
        "column-order-khkwc",
        "the channels come last within a column",
        "A column is ordered as w.reshape(C_out, -1) is: channel, row, column.",
        _axes(0, 2, 3, 1, 4, 5),
    ),
    Misconception(
        "window-column-major",
        "the cells of a window are in column-major order",
        "Within a channel the first kW numbers of a column are the window's first row.",
        _axes(0, 1, 3, 2, 4, 5),
    ),
    Misconception(
        "patches-column-major",
        "the windows are in column-major order",
        "Neighbouring columns are windows side by side: position i·W_out + j.",
        _axes(0, 1, 2, 3, 5, 4),
    ),
    Misconception(
        "rows-for-columns",
        "each window is a row",
        "The statement asks for (N, C·kH·kW, L): one column for each window.",
        rows_for_columns,
    ),
    Misconception(
        "reshape-for-transpose",
        "reshape is used to move an axis",
        "reshape keeps the order in memory and cuts it anew. Move axes with transpose.",
        reshaped,
    ),
    Misconception(
        "no-stride",
        "the stride is left out",
        "Window (i, j) begins at (i·stride, j·stride).",
        dense,
    ),
    Misconception(
        "no-padding-applied",
        "the padding is ignored",
        "Put `padding` rows and columns of zeros around each image first.",
        unpadded,
    ),
    Misconception(
        "kernel-flip",
        "each window is turned by 180 degrees",
        "Copy windows as they lie. Nothing is flipped in cross-correlation.",
        flipped,
    ),
)
EXERCISE = Exercise(
    slug="im2col",
    reference=engine.im2col,
    draw=draw,
    pinned=PINNED,
    rounding=lambda x, **_: np.abs(x),
    laws=(Law("convolves", "makes a convolution a product", convolves, cases=8),),
    misconceptions=MISCONCEPTIONS,
    workload=Workload(
        lambda size, rng: {
            "x": rng.normal(size=(1, 3, 4 + 4 * size, 32)),
            "kernel_size": (3, 3),
            "padding": 1,
        },
        limit=10_000,
        unit="the number of windows",
    ),
    hints=(
        (
            "Write down which cell of x row r and column l of the result hold. divmod "
            "takes r apart into c, u and v, and l into i and j."
        ),
        (
            "One window is padded[n, :, i*s : i*s + kH, j*s : j*s + kW]; ravel() puts "
            "it in the right order for a column."
        ),
        (
            "To be faster, fill an array of shape (N, C, kH, kW, H_out, W_out), one "
            "strided slice for each (u, v), and reshape it at the end."
        ),
    ),
    follow_ups=(
        "How much memory do the columns of a 3x3 convolution take, against the image?",
        "How does w.reshape(C_out, -1) @ cols become the output of a convolution?",
        (
            "Which view of the image holds all windows without a copy, and when must "
            "it be copied?"
        ),
    ),
    topics=("convolution", "efficiency"),
)
