"""What people make of max_pool2d: each wrong way of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from cnnquiz import engine
from cnnquiz.curriculum.exercise import BY_ITS_LAW, Misconception


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


def padded_with(fill: float) -> Callable[..., Any]:
    """Make a pool that pads with a finite number."""

    def wrong(x: Any, kernel_size: int, stride: Any = None, padding: int = 0) -> Any:
        return _pool(x, kernel_size, stride, padding, fill)

    return wrong


def without_last(
    pool: Callable[..., Any], *, whole: bool = False, zeros: bool = False
) -> Callable[..., Any]:
    """Make a pool without the + 1: windows begin before H − k, and not at it.

    With `whole` the output has (H − k) // s rows, with `zeros` its size is right.
    """

    def wrong(x: Any, kernel_size: int, stride: Any = None, padding: int = 0) -> Any:
        step = kernel_size if stride is None else stride
        spare = [n + 2 * padding - kernel_size for n in x.shape[2:]]
        rows, columns = (n // step if whole else -(-n // step) for n in spare)
        right = pool(x, kernel_size, stride, padding)
        kept = right[:, :, :rows, :columns]
        return np.pad(kept, _sides(kept.shape, right.shape)) if zeros else kept

    return wrong


def _sides(small: Any, large: Any) -> list[tuple[int, int]]:
    return [(0, b - a) for a, b in zip(small, large, strict=True)]


def square_output(
    x: Any, kernel_size: int, stride: Any = None, padding: int = 0
) -> Any:
    """Take the number of rows for the number of columns."""
    right = engine.max_pool2d(x, kernel_size, stride, padding)
    n, c, rows, columns = right.shape
    if columns >= rows:
        return right[..., :rows]
    step = kernel_size if stride is None else stride
    sides = (padding, padding)
    padded = np.pad(x, ((0, 0), (0, 0), sides, sides), constant_values=-np.inf)
    out = np.zeros((n, c, rows, rows), right.dtype)
    for i, j in np.ndindex(rows, rows):
        top, left = i * step, j * step
        window = padded[:, :, top : top + kernel_size, left : left + kernel_size]
        if window.size:
            out[:, :, i, j] = window.max(axis=(2, 3))
    return out


def square_output_raises(
    x: Any, kernel_size: int, stride: Any = None, padding: int = 0
) -> Any:
    """Fail at a window behind the last column."""
    right = engine.max_pool2d(x, kernel_size, stride, padding)
    rows, columns = right.shape[2:]
    if columns < rows:
        raise ValueError("zero-size array to reduction operation maximum")
    return right[..., :rows]


def last_window_left_out(pool: Callable[..., Any]) -> Misconception:
    """Name the mistake, for either pooling."""
    return Misconception(
        "missing-plus-one",
        "the last window is left out",
        "There is one window more than there are steps: the output has "
        "(H + 2·padding − kernel_size) // stride + 1 rows.",
        without_last(pool, whole=True),
        variants=(without_last(pool), without_last(pool, zeros=True)),
    )


MISCONCEPTIONS = (
    Misconception(
        "zero-padding",
        "the padding is zeros, and they win over negatives",
        "Padding must never win. Pad with -inf, as every framework does.",
        zero_padding,
    ),
    Misconception(
        "finite-padding",
        "the padding is a finite number",
        "A value below -999, or below -1e9, loses against such a padding, or against "
        "a maximum that starts there. Take -np.inf.",
        padded_with(-1e9),
        claimed_by=BY_ITS_LAW,
        variants=(padded_with(-999.0), padded_with(-1e4)),
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
    last_window_left_out(engine.max_pool2d),
    Misconception(
        "one-side-for-both",
        "the output has as many columns as rows",
        "An image need not be square: H gives the number of rows, W the number of "
        "columns.",
        square_output,
        variants=(square_output_raises,),
    ),
    Misconception(
        "mean-instead",
        "the windows are averaged",
        "Max pooling keeps the strongest response of each window.",
        mean,
    ),
)
