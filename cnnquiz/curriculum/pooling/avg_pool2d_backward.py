"""avg_pool2d_backward: what it is tried on, and what people make of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from cnnquiz import engine
from cnnquiz.curriculum.exercise import (
    Arguments,
    Exercise,
    Law,
    Misconception,
    Trial,
    Workload,
    pinned,
)
from cnnquiz.curriculum.pooling.max_pool2d import geometry

if TYPE_CHECKING:
    from cnnquiz.curriculum.draw import Draw


def draw(d: Draw) -> Arguments:
    """Draw the geometry of a pool, and a gradient of the shape of its output."""
    shape, options = geometry(d)
    k, p = options["kernel_size"], options["padding"]
    s = options.get("stride", k)
    out = [(n + 2 * p - k) // s + 1 for n in shape[2:]]
    values = d.choose("values", "integers", "reals")
    dtype = d.choose("dtype", np.float64, np.float64, np.float64, np.float32)
    dout = d.layout("dout", d.array("dout", (*shape[:2], *out), values, dtype))
    return {"dout": dout, "x_shape": shape, **options}


def ramp(*shape: int) -> np.ndarray:
    """Return gradients that are all different."""
    return np.arange(1.0, 1 + np.prod(shape)).reshape(shape)


def is_adjoint(trial: Trial) -> str | None:
    """Hold ⟨avg_pool2d(x), dout⟩ against ⟨x, dx⟩ for an x of our own."""
    given = trial.arguments
    dout, shape = given.pop("dout"), given.pop("x_shape")
    x = np.asarray(np.random.default_rng(0).normal(size=shape))
    there = float(np.sum(engine.avg_pool2d(x, **given) * dout))
    back = float(np.sum(x * trial.result))
    if abs(there - back) <= 1e-4 * (1 + float(np.sum(np.abs(dout)))):
        return None
    return f"for one x, the sum of y·dout is {there:g} and that of x·dx is {back:g}"


def _scattered(share: Any, *, overwrite: bool = False, crop: bool = True) -> Any:
    """Make a backward pass in which each window gives a share of its own kind."""

    def backward(
        dout: Any, x_shape: Any, kernel_size: int, stride: Any = None, padding: int = 0
    ) -> Any:
        k, s, p = kernel_size, stride or kernel_size, padding
        height, width = x_shape[2:]
        shape = (*x_shape[:2], height + 2 * p, width + 2 * p)
        real = np.pad(np.ones((height, width)), p)
        dpadded = np.zeros(shape, dout.dtype)
        for i, j in np.ndindex(*dout.shape[2:]):
            at = (..., slice(i * s, i * s + k), slice(j * s, j * s + k))
            given = dout[:, :, i, j, None, None] * share(k, real[at])
            dpadded[at] = given if overwrite else dpadded[at] + given
        return dpadded[:, :, p : p + height, p : p + width] if crop else dpadded

    return backward


def crop_minus_zero(
    dout: Any, x_shape: Any, kernel_size: int, stride: Any = None, padding: int = 0
) -> Any:
    """Crop with a negative end, which is empty for padding 0."""
    dpadded = _scattered(_even, crop=False)(dout, x_shape, kernel_size, stride, padding)
    return dpadded[:, :, padding:-padding, padding:-padding]


def _even(k: int, real: Any) -> Any:
    return 1 / k**2


def _to_the_first(k: int, real: Any) -> Any:
    first = np.zeros((k, k))
    first[0, 0] = 1
    return first


EXERCISE = Exercise(
    slug="avg_pool2d_backward",
    reference=engine.avg_pool2d_backward,
    draw=draw,
    pinned=(
        pinned(
            "the worked example",
            dout=[[[[4, 8]]]],
            x_shape=(1, 1, 2, 3),
            kernel_size=2,
            stride=1,
        ),
        pinned(
            "side by side", dout=ramp(1, 1, 1, 3), x_shape=(1, 1, 2, 6), kernel_size=2
        ),
        pinned(
            "a column left over",
            dout=ramp(1, 1, 1, 2),
            x_shape=(1, 1, 2, 5),
            kernel_size=2,
        ),
        pinned(
            "overlapping windows",
            dout=ramp(1, 1, 3, 2),
            x_shape=(1, 1, 5, 4),
            kernel_size=3,
            stride=1,
        ),
        pinned(
            "padding 1",
            dout=ramp(1, 1, 2, 2),
            x_shape=(1, 1, 2, 3),
            kernel_size=2,
            padding=1,
        ),
        pinned(
            "stride 2 with padding 1",
            dout=ramp(2, 2, 2, 3),
            x_shape=(2, 2, 4, 5),
            kernel_size=3,
            stride=2,
            padding=1,
        ),
        pinned(
            "a stride beyond the kernel",
            dout=ramp(1, 2, 2, 2),
            x_shape=(1, 2, 3, 4),
            kernel_size=1,
            stride=2,
        ),
        pinned(
            "float32",
            dout=ramp(1, 1, 1, 2).astype(np.float32),
            x_shape=(1, 1, 2, 4),
            kernel_size=2,
        ),
    ),
    rounding=lambda dout, kernel_size, **_: np.abs(dout) * float(kernel_size) ** 2,
    laws=(Law("adjoint", "is the transpose of the forward pass", is_adjoint, cases=8),),
    misconceptions=(
        Misconception(
            "bwd-no-division",
            "the gradient is not divided by the window's size",
            "Each cell had a weight of 1/k² in the mean, so it gets dout / k².",
            _scattered(lambda k, real: 1.0),
        ),
        Misconception(
            "divides-by-side-length",
            "the gradient is divided by k and not by k²",
            "A window of side k has k² cells.",
            _scattered(lambda k, real: 1 / k),
        ),
        Misconception(
            "overwrites-overlaps",
            "overlapping windows overwrite each other",
            "A cell may lie in several windows: add with +=.",
            _scattered(_even, overwrite=True),
        ),
        Misconception(
            "bwd-wrong-divisor-border",
            "the divisor at the border counts real cells only",
            "The forward pass divides by k² everywhere, and so does the way back.",
            _scattered(lambda k, real: 1 / real.sum()),
        ),
        Misconception(
            "one-cell-only",
            "one cell of each window gets the whole gradient",
            "That is how a maximum distributes it. A mean depends on all cells alike.",
            _scattered(_to_the_first),
        ),
        Misconception(
            "dx-keeps-padding",
            "dx still has the padding",
            "A gradient has the shape of what it is the gradient of: cut the padding "
            "off.",
            _scattered(_even, crop=False),
        ),
        Misconception(
            "crop-minus-zero",
            "the crop is empty without padding",
            "[p:-p] is empty for p = 0, since -0 is 0. Crop with [p : p + H].",
            crop_minus_zero,
        ),
    ),
    workload=Workload(
        lambda size, rng: {
            "dout": rng.normal(size=(1, 4, 4 * size, 16)),
            "x_shape": (1, 4, 8 * size, 32),
            "kernel_size": 2,
        },
        # Of plain loops, measured: 140.
        limit=2_000,
        unit="the number of windows",
    ),
    hints=(
        "How much does a mean of k² numbers change when one of them changes by 1?",
        (
            "Loop over the windows of a padded array of zeros and add dout[n, c, i, "
            "j] / k² to all cells of the window."
        ),
        (
            "Use +=, since windows overlap for a stride below k, and crop the padding "
            "at the end with [p : p + H, p : p + W]."
        ),
    ),
    follow_ups=(
        (
            "Why does this backward pass need only the shape of x, and max pooling's "
            "all of x?"
        ),
        "How would you write it as a convolution, and with which stride and padding?",
        "What is the backward pass of global average pooling?",
    ),
    topics=("backpropagation", "pooling"),
)
