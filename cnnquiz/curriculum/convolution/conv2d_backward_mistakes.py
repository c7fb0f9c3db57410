"""What people make of conv2d_backward: each wrong way of it."""

from __future__ import annotations

from typing import Any

import numpy as np

from cnnquiz import engine
from cnnquiz.curriculum.exercise import Misconception


def _by(change: Any) -> Any:
    """Make a misconception that changes the right gradients."""

    def wrong(dout: Any, x: Any, w: Any, stride: int = 1, padding: int = 0) -> Any:
        right = engine.conv2d_backward(dout, x, w, stride, padding)
        return change(right, dout=dout, x=x, w=w, stride=stride, padding=padding)

    return wrong


def _only(wrong: Any, part: str) -> Any:
    """Make a misconception that gets dx alone wrong, or dw alone."""

    def partly(dout: Any, x: Any, w: Any, stride: int = 1, padding: int = 0) -> Any:
        dx, dw, db = engine.conv2d_backward(dout, x, w, stride, padding)
        other = wrong(dout, x, w, stride, padding)
        return (other[0], dw, db) if part == "dx" else (dx, other[1], db)

    return partly


def dx_with_unflipped_kernel(
    dout: Any, x: Any, w: Any, stride: int = 1, padding: int = 0
) -> Any:
    """Correlate the spread gradient with the kernel as it is stored."""
    flipped = w[:, :, ::-1, ::-1]
    dx, _, _ = engine.conv2d_backward(dout, x, flipped, stride, padding)
    _, dw, db = engine.conv2d_backward(dout, x, w, stride, padding)
    return dx, dw, db


def stride_not_spread(
    dout: Any, x: Any, w: Any, stride: int = 1, padding: int = 0
) -> Any:
    """Visit the windows that stride 1 would have visited."""
    sides = ((0, 0), (0, 0), (padding, padding), (padding, padding))
    padded = np.pad(x, sides)
    rows, columns = (dout.shape[i] + w.shape[i] - 1 for i in (2, 3))
    inner = padded[:, :, :rows, :columns]
    dinner, dw, db = engine.conv2d_backward(dout, inner, w)
    dpadded = np.zeros_like(padded)
    dpadded[:, :, :rows, :columns] = dinner
    height, width = x.shape[2:]
    return (
        dpadded[:, :, padding : padding + height, padding : padding + width],
        dw,
        db,
    )


def padding_not_cropped(
    dout: Any, x: Any, w: Any, stride: int = 1, padding: int = 0
) -> Any:
    """Return the gradient of the padded image."""
    sides = ((0, 0), (0, 0), (padding, padding), (padding, padding))
    return engine.conv2d_backward(dout, np.pad(x, sides), w, stride)


def overlaps_overwritten(
    dout: Any, x: Any, w: Any, stride: int = 1, padding: int = 0
) -> Any:
    """Put each window's gradient in the place of what was there."""
    _, dw, db = engine.conv2d_backward(dout, x, w, stride, padding)
    sides = ((0, 0), (0, 0), (padding, padding), (padding, padding))
    dpadded = np.zeros_like(np.pad(x, sides))
    k_h, k_w = w.shape[2:]
    for i in range(dout.shape[2]):
        for j in range(dout.shape[3]):
            top, left = i * stride, j * stride
            dpadded[:, :, top : top + k_h, left : left + k_w] = np.einsum(
                "no,ocuv->ncuv", dout[:, :, i, j], w
            )
    height, width = x.shape[2:]
    return (
        dpadded[:, :, padding : padding + height, padding : padding + width],
        dw,
        db,
    )


def filters_overwritten(
    dout: Any, x: Any, w: Any, stride: int = 1, padding: int = 0
) -> Any:
    """Keep what the last filter, too, puts in the place of what was there."""
    _, dw, db = engine.conv2d_backward(dout, x, w, stride, padding)
    dx, _, _ = overlaps_overwritten(dout[:, -1:], x, w[-1:], stride, padding)
    return dx, dw, db


def last_cell_of_the_kernel(
    dout: Any, x: Any, w: Any, stride: int = 1, padding: int = 0
) -> Any:
    """Add through an index array: of a pixel named twice, the last sum stays."""
    _, dw, db = engine.conv2d_backward(dout, x, w, stride, padding)
    sides = ((0, 0), (0, 0), (padding, padding), (padding, padding))
    dpadded = np.zeros_like(np.pad(x, sides))
    rows, columns = dout.shape[2:]
    for u, v in np.ndindex(*w.shape[2:]):
        dpadded[
            :, :, u : u + stride * rows : stride, v : v + stride * columns : stride
        ] = np.einsum("noij,oc->ncij", dout, w[:, :, u, v])
    height, width = x.shape[2:]
    return (
        dpadded[:, :, padding : padding + height, padding : padding + width],
        dw,
        db,
    )


def windows_of_the_image(
    dout: Any, x: Any, w: Any, stride: int = 1, padding: int = 0
) -> Any:
    """Cut the windows for dw from x, where they end early at its border."""
    dx, _, db = engine.conv2d_backward(dout, x, w, stride, padding)
    dw = np.zeros_like(w)
    for i, j in np.ndindex(*dout.shape[2:]):
        top, left = i * stride, j * stride
        window = x[:, :, top : top + w.shape[2], left : left + w.shape[3]]
        rows, columns = window.shape[2:]
        dw[:, :, :rows, :columns] += np.einsum(
            "no,ncuv->ocuv", dout[:, :, i, j], window
        )
    return dx, dw, db


def windows_must_fit(
    dout: Any, x: Any, w: Any, stride: int = 1, padding: int = 0
) -> Any:
    """Cut the windows for dw from x, and fail at its border."""
    for size, k, count in zip(x.shape[2:], w.shape[2:], dout.shape[2:], strict=True):
        if (count - 1) * stride + k > size:
            raise ValueError("the window is smaller than the kernel")
    return windows_of_the_image(dout, x, w, stride, padding)


def crop_minus_zero(
    dout: Any, x: Any, w: Any, stride: int = 1, padding: int = 0
) -> Any:
    """Crop with a negative end, which is empty for padding 0."""
    dpadded, dw, db = padding_not_cropped(dout, x, w, stride, padding)
    return dpadded[:, :, padding:-padding, padding:-padding], dw, db


MISCONCEPTIONS = (
    Misconception(
        "dw-flipped",
        "dw is flipped",
        "The gradient of the weights is a plain cross-correlation of the input with dout: "
        "nothing is rotated. Only dx meets the rotated kernel.",
        _by(lambda right, **_: (right[0], right[1][:, :, ::-1, ::-1], right[2])),
    ),
    Misconception(
        "dx-kernel-not-flipped",
        "dx uses the kernel unflipped",
        "Backward through a correlation is a convolution: in the full correlation that "
        "gives dx, the kernel is rotated by 180 degrees.",
        dx_with_unflipped_kernel,
    ),
    Misconception(
        "stride-not-applied",
        "the stride is left out of the windows' positions",
        "dout[i, j] belongs to the window that begins at (i·stride, j·stride). Visit the "
        "same windows as the forward pass, or spread dout with stride − 1 zeros.",
        stride_not_spread,
        variants=(
            _only(stride_not_spread, "dx"),
            _only(stride_not_spread, "dw"),
        ),
    ),
    Misconception(
        "dx-keeps-padding",
        "dx still has the padding",
        "A gradient has the shape of what it is the gradient of: cut the padding off.",
        padding_not_cropped,
    ),
    Misconception(
        "crop-minus-zero",
        "the crop of dx is empty without padding",
        "[p:-p] is empty for p = 0, since -0 is 0. Crop with [p : p + H].",
        crop_minus_zero,
    ),
    Misconception(
        "overwrites-overlaps",
        "overlapping windows overwrite each other in dx",
        "One pixel serves many windows, and the gradients add up: += and not =, and "
        "np.add.at where an index array names a pixel twice.",
        overlaps_overwritten,
        variants=(filters_overwritten, last_cell_of_the_kernel),
    ),
    Misconception(
        "dw-unpadded",
        "dw is made from the image without its padding",
        "The windows of the forward pass lie in the padded image: those are what dout "
        "is multiplied with.",
        windows_of_the_image,
        variants=(windows_must_fit,),
    ),
    Misconception(
        "dw-batch-mean",
        "dw or db is a mean over the batch",
        "A weight is used by every image, so its gradient is the sum. The loss has "
        "divided by N already.",
        _by(lambda right, *, x, **_: (right[0], right[1] / len(x), right[2] / len(x))),
        variants=(
            _by(lambda right, *, x, **_: (right[0], right[1] / len(x), right[2])),
            _by(lambda right, *, x, **_: (right[0], right[1], right[2] / len(x))),
        ),
    ),
    Misconception(
        "dw-mean-of-positions",
        "dw is a mean over the batch and the positions",
        "Shared weights collect their gradient from every position: a sum, not a mean.",
        _by(
            lambda right, *, dout, **_: (
                right[0],
                right[1] * dout.shape[1] / dout.size,
                right[2],
            )
        ),
    ),
    Misconception(
        "db-axes-missing",
        "db is summed over the batch alone",
        "One bias serves every image and every pixel of its map: sum over axes 0, 2, 3.",
        _by(lambda right, *, dout, **_: (*right[:2], dout.sum(axis=0))),
    ),
    Misconception(
        "db-wrong-axes",
        "db is summed over the wrong axes",
        "db has one entry for each filter, and filters are axis 1 of dout: sum over axes "
        "0, 2 and 3.",
        _by(lambda right, *, dout, **_: (*right[:2], dout.sum(axis=(1, 2, 3)))),
    ),
    Misconception(
        "db-wrong-shape",
        "db keeps the summed axes",
        "A gradient has the shape of its parameter: (C_out,), not (1, C_out, 1, 1).",
        _by(
            lambda right, *, dout, **_: (
                *right[:2],
                dout.sum(axis=(0, 2, 3), keepdims=True),
            )
        ),
    ),
    Misconception(
        "wrong-return-order",
        "the gradients come in another order",
        "The statement asks for dx, dw, db, in this order.",
        _by(lambda right, **_: (right[1], right[0], right[2])),
    ),
)
