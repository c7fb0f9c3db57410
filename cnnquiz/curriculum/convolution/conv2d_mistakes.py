"""What people make of conv2d: each wrong way of it."""

from __future__ import annotations

from typing import Any

import numpy as np

from cnnquiz import engine
from cnnquiz.curriculum.exercise import Misconception


def with_stride_on_the_output_index(
    x: Any, w: Any, b: Any = None, stride: int = 1, padding: int = 0
) -> Any:
    """Give the right shape, with windows that start at (i, j)."""
    right = engine.conv2d(x, w, b, stride, padding)
    dense = engine.conv2d(x, w, b, 1, padding)
    return dense[:, :, : right.shape[2], : right.shape[3]]


def padded_after(
    x: Any, w: Any, b: Any = None, stride: int = 1, padding: int = 0
) -> Any:
    """Put all the zeros below and to the right."""
    sides = (0, 2 * padding)
    return engine.conv2d(np.pad(x, ((0, 0), (0, 0), sides, sides)), w, b, stride)


def padded_before(
    x: Any, w: Any, b: Any = None, stride: int = 1, padding: int = 0
) -> Any:
    """Put all the zeros above and to the left."""
    sides = (2 * padding, 0)
    return engine.conv2d(np.pad(x, ((0, 0), (0, 0), sides, sides)), w, b, stride)


def padded_once(
    x: Any, w: Any, b: Any = None, stride: int = 1, padding: int = 0
) -> Any:
    """Put the zeros below and to the right, and no more."""
    sides = (0, padding)
    return engine.conv2d(np.pad(x, ((0, 0), (0, 0), sides, sides)), w, b, stride)


def swapped(x: Any, w: Any, b: Any = None, stride: int = 1, padding: int = 0) -> Any:
    """Swap height and width on the way out."""
    return engine.conv2d(x, w, b, stride, padding).swapaxes(2, 3)


def without_none(
    x: Any, w: Any, b: Any = None, stride: int = 1, padding: int = 0
) -> Any:
    """Use the bias without looking whether there is one."""
    return engine.conv2d(x, w, None, stride, padding) + b[:, None, None]


def _by(change: Any) -> Any:
    """Make a misconception that changes the arguments and then convolves."""

    def wrong(x: Any, w: Any, b: Any = None, stride: int = 1, padding: int = 0) -> Any:
        return engine.conv2d(*change(x, w, b, stride, padding))

    return wrong


def _bias_per_channel(x: Any, w: Any, b: Any, stride: int, padding: int) -> Any:
    return x, w, None if b is None else b * x.shape[1], stride, padding


def without_last(*, whole: bool = False, zeros: bool = False) -> Any:
    """Make a convolution without the + 1: windows begin before H − kH, not at it.

    With `whole` the output has (H − kH) // s rows, with `zeros` its size is right.
    """

    def wrong(x: Any, w: Any, b: Any = None, stride: int = 1, padding: int = 0) -> Any:
        spare = [x.shape[i] + 2 * padding - w.shape[i] for i in (2, 3)]
        rows, columns = (n // stride if whole else -(-n // stride) for n in spare)
        right = engine.conv2d(x, w, b, stride, padding)
        if not zeros:
            return right[:, :, :rows, :columns]
        right[:, :, rows:] = 0
        right[:, :, :, columns:] = 0
        return right

    return wrong


def rounded_up(x: Any, w: Any, b: Any = None, stride: int = 1, padding: int = 0) -> Any:
    """Visit a last window that sticks out, with zeros."""
    extra = [-(x.shape[i] + 2 * padding - w.shape[i]) % stride for i in (2, 3)]
    sides = [(padding, padding + more) for more in extra]
    return engine.conv2d(np.pad(x, ((0, 0), (0, 0), *sides)), w, b, stride)


def square_image(
    x: Any, w: Any, b: Any = None, stride: int = 1, padding: int = 0
) -> Any:
    """Take the number of rows for the number of columns."""
    right = engine.conv2d(x, w, b, stride, padding)
    rows, columns = right.shape[2:]
    if columns < rows:
        raise ValueError("the window is smaller than the kernel")
    return right[..., :rows]


def square_kernel(
    x: Any, w: Any, b: Any = None, stride: int = 1, padding: int = 0
) -> Any:
    """Cut windows of kH rows and kH columns."""
    sides = (padding, padding)
    padded = np.pad(x, ((0, 0), (0, 0), sides, sides))
    k = w.shape[2]
    rows, columns = ((n - k) // stride + 1 for n in padded.shape[2:])
    y = np.zeros((len(x), len(w), rows, columns))
    for i, j in np.ndindex(rows, columns):
        top, left = i * stride, j * stride
        window = padded[:, None, :, top : top + k, left : left + k]
        y[:, :, i, j] = (window * w).sum(axis=(2, 3, 4))
    return y if b is None else y + b[:, None, None]


def in_integers(
    x: Any, w: Any, b: Any = None, stride: int = 1, padding: int = 0
) -> Any:
    """Store the output in the dtype of the images."""
    return engine.conv2d(x, w, b, stride, padding).astype(x.dtype)


def _reordered(*axes: int) -> Any:
    """Make a convolution whose output is computed in another order, then reshaped."""

    def wrong(x: Any, w: Any, b: Any = None, stride: int = 1, padding: int = 0) -> Any:
        right = engine.conv2d(x, w, b, stride, padding)
        return right.transpose(axes).reshape(right.shape)

    return wrong


MISCONCEPTIONS = (
    Misconception(
        "kernel-flip",
        "your kernel is flipped",
        "A CNN layer slides the kernel as it is stored (cross-correlation). Rotating "
        "it by 180 degrees first is what mathematics, and scipy.signal.convolve2d, "
        "call convolution.",
        _by(lambda x, w, b, s, p: (x, w[:, :, ::-1, ::-1], b, s, p)),
    ),
    Misconception(
        "flip-one-axis",
        "your kernel is flipped along one axis",
        "Neither axis of the kernel is reversed; row 0 of the kernel meets the top row "
        "of the window.",
        _by(lambda x, w, b, s, p: (x, w[:, :, ::-1], b, s, p)),
        variants=(_by(lambda x, w, b, s, p: (x, w[:, :, :, ::-1], b, s, p)),),
    ),
    Misconception(
        "output-transposed",
        "height and width of the output are swapped",
        "The output is indexed (n, channel, row, column). Rows come from rows of the "
        "image.",
        swapped,
    ),
    Misconception(
        "bias-per-channel",
        "the bias is added once for each input channel",
        "A filter has one bias. Add it after the sum over the channels, not inside it.",
        _by(_bias_per_channel),
    ),
    Misconception(
        "first-channel-only",
        "only the first input channel is used",
        "A filter spans all input channels: sum over c as well.",
        _by(lambda x, w, b, s, p: (x[:, :1], w[:, :1], b, s, p)),
    ),
    Misconception(
        "channel-overwrite",
        "only the last input channel is used",
        "Each channel adds to the output: += in the loop over channels, not =.",
        _by(lambda x, w, b, s, p: (x[:, -1:], w[:, -1:], b, s, p)),
    ),
    Misconception(
        "channels-averaged",
        "the input channels are averaged",
        "A filter sums over its input channels; it does not take their mean.",
        _by(lambda x, w, b, s, p: (x, w / x.shape[1], b, s, p)),
    ),
    Misconception(
        "stride-not-applied",
        "the stride is left out of the window's position",
        "Output (i, j) looks at the window that begins at (i·stride, j·stride).",
        with_stride_on_the_output_index,
        variants=(
            lambda x, w, b=None, stride=1, padding=0: engine.conv2d(
                x, w, b, (stride, 1), padding
            )[..., : engine.conv2d(x, w, b, stride, padding).shape[3]],
            lambda x, w, b=None, stride=1, padding=0: engine.conv2d(
                x, w, b, (1, stride), padding
            )[:, :, : engine.conv2d(x, w, b, stride, padding).shape[2]],
        ),
    ),
    Misconception(
        "pad-one-side",
        "the padding is on one side only",
        "padding rows go above and below, and as many columns left and right.",
        padded_after,
        variants=(padded_before, padded_once),
    ),
    Misconception(
        "no-padding-applied",
        "the padding is ignored",
        "Put `padding` rows and columns of zeros around each image before sliding.",
        _by(lambda x, w, b, s, p: (x, w, b, s, 0)),
    ),
    Misconception(
        "missing-plus-one",
        "the last window is left out",
        "There is one window more than there are steps: the output has "
        "(H + 2·padding − kH) // stride + 1 rows.",
        without_last(whole=True),
        variants=(without_last(), without_last(zeros=True)),
    ),
    Misconception(
        "ceil-output-size",
        "a last window that does not fit is visited too",
        "The size is rounded down: a window that sticks out is dropped.",
        rounded_up,
    ),
    Misconception(
        "one-side-for-both",
        "height is taken for width",
        "Neither image nor kernel need be square: H and kH give the rows of the output, "
        "W and kW its columns.",
        square_image,
        variants=(square_kernel,),
    ),
    Misconception(
        "reshape-for-transpose",
        "reshape is used to move an axis",
        "A product of columns and filters has the axes (N, H_out, W_out, C_out). Bring "
        "C_out forward with transpose; reshape only regroups the cells as they lie.",
        _reordered(0, 2, 3, 1),
        variants=(_reordered(1, 0, 2, 3),),
    ),
    Misconception(
        "integer-output",
        "the output of integer images is cut to integers",
        "np.zeros(..., dtype=x.dtype) drops what is behind the point. Filters are "
        "floating, so the output is.",
        in_integers,
    ),
    Misconception(
        "no-bias",
        "the bias is left out",
        "Where b is given, add b[o] to the whole output map o.",
        _by(lambda x, w, b, s, p: (x, w, None, s, p)),
    ),
    Misconception(
        "none-bias-crash",
        "it fails where there is no bias",
        "b is None by default. Look before you add.",
        without_none,
    ),
)
