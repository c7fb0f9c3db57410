"""avg_pool2d: what it is tried on, and what people make of it."""

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
from cnnquiz.curriculum.pooling.max_pool2d import geometry, images
from cnnquiz.curriculum.pooling.max_pool2d_mistakes import last_window_left_out

if TYPE_CHECKING:
    from cnnquiz.curriculum.draw import Draw


def draw(d: Draw) -> Arguments:
    """Draw maps, integers among them, and windows that overlap or leave cells over."""
    shape, options = geometry(d)
    values = d.choose("values", "integers", "reals", "integers")
    kind = np.int64 if values == "integers" else np.float64
    dtype = d.choose("dtype", np.float64, kind, np.float32, kind)
    return {"x": d.layout("x", d.array("x", shape, values, dtype)), **options}


def is_linear(trial: Trial) -> str | None:
    """Hold f(−2x) against −2·f(x)."""
    twice = trial.call(x=-2 * trial.arguments["x"])
    off = float(np.max(np.abs(twice + 2 * trial.result), initial=0.0))
    return None if off < 1e-3 else "the means of -2x are not -2 times the means of x"


def excluding_padding(
    x: Any, kernel_size: int, stride: Any = None, padding: int = 0
) -> Any:
    """Divide by the number of real cells."""
    mean = engine.avg_pool2d(x, kernel_size, stride, padding)
    real = engine.avg_pool2d(np.ones(x.shape), kernel_size, stride, padding)
    return (mean / real).astype(mean.dtype)


def ceiled(x: Any, kernel_size: int, stride: Any = None, padding: int = 0) -> Any:
    """Pool a last window that sticks out, with zeros."""
    step = kernel_size if stride is None else stride
    extra = [-(n + 2 * padding - kernel_size) % step for n in x.shape[2:]]
    sides = [(padding, padding + more) for more in extra]
    return engine.avg_pool2d(np.pad(x, ((0, 0), (0, 0), *sides)), kernel_size, step)


def _by(change: Any) -> Any:
    """Make a misconception that changes the right means."""

    def wrong(x: Any, kernel_size: int, stride: Any = None, padding: int = 0) -> Any:
        return change(
            engine.avg_pool2d(x, kernel_size, stride, padding), x, kernel_size
        )

    return wrong


def _truncated(mean: Any, x: Any, k: int) -> Any:
    return mean.astype(x.dtype)


def _floored(mean: Any, x: Any, k: int) -> Any:
    return np.floor(mean + 1e-9) if x.dtype.kind in "iu" else mean


EXERCISE = Exercise(
    slug="avg_pool2d",
    reference=engine.avg_pool2d,
    draw=draw,
    pinned=(
        pinned("the worked example", x=[[[[1, 2, 3], [3, 6, 5]]]], kernel_size=2),
        pinned("a wide image", x=images(1, 1, 2, 6), kernel_size=2),
        pinned("overlapping windows", x=images(1, 1, 3, 4), kernel_size=3, stride=1),
        pinned("a row and a column left over", x=images(1, 1, 3, 5), kernel_size=2),
        pinned("padding 1", x=images(1, 1, 2, 3), kernel_size=2, padding=1),
        pinned(
            "stride 2 with padding 1",
            x=images(2, 2, 4, 5),
            kernel_size=3,
            stride=2,
            padding=1,
        ),
        pinned("integers", x=images(1, 1, 2, 4).astype(np.int64), kernel_size=2),
        pinned(
            "channels last in memory",
            x=images(1, 4, 2, 3).transpose(0, 3, 1, 2),
            kernel_size=2,
        ),
        pinned(
            "bytes whose sum is no byte",
            x=np.array([[[[200, 100], [90, 250]]]], np.uint8),
            kernel_size=2,
        ),
        pinned("float32", x=images(1, 1, 2, 2).astype(np.float32), kernel_size=2),
    ),
    rounding=lambda x, kernel_size, **_: np.abs(x) * float(kernel_size) ** 2,
    laws=(Law("linear", "is linear", is_linear, cases=8),),
    misconceptions=(
        Misconception(
            "excludes-padding",
            "the padding is left out of the divisor",
            "Here the zeros of the padding count: each sum is divided by k², also at "
            "the border.",
            excluding_padding,
        ),
        Misconception(
            "stride-defaults-to-one",
            "a stride of None is taken for 1",
            "Without a stride the windows lie side by side: the stride is the kernel "
            "size.",
            lambda x, kernel_size, stride=None, padding=0: engine.avg_pool2d(
                x, kernel_size, stride or 1, padding
            ),
        ),
        Misconception(
            "divides-by-side-length",
            "the sum is divided by k and not by k²",
            "A window of side k has k² cells.",
            _by(lambda mean, x, k: mean * k),
        ),
        Misconception(
            "sum-not-mean",
            "the sum is not divided",
            "An average divides the sum by the number of cells, k².",
            _by(lambda mean, x, k: mean * k * k),
        ),
        Misconception(
            "max-instead",
            "the maximum is taken",
            "Average pooling keeps the mean of a window; its maximum is max pooling.",
            lambda x, kernel_size, stride=None, padding=0: engine.max_pool2d(
                np.pad(x, ((0, 0), (0, 0), *((padding, padding),) * 2)),
                kernel_size,
                kernel_size if stride is None else stride,
            ),
        ),
        Misconception(
            "floor-division",
            "the means of integers are not kept as fractions",
            "// drops what is behind the point, and so does an output array of "
            "integers. Divide with /.",
            _by(_floored),
            variants=(_by(_truncated),),
        ),
        Misconception(
            "ceil-output-size",
            "a last window that does not fit is pooled too",
            "The size is rounded down: a window that sticks out is dropped.",
            ceiled,
        ),
        last_window_left_out(engine.avg_pool2d),
        Misconception(
            "stride-ignored",
            "the stride is ignored",
            "A given stride moves the window by that much, whatever its size.",
            lambda x, kernel_size, stride=None, padding=0: engine.avg_pool2d(
                x, kernel_size, None, padding
            ),
        ),
        Misconception(
            "pools-over-channels",
            "the mean is over the channels too",
            "Each map is pooled alone; the channels stay apart.",
            _by(
                lambda mean, x, k: np.repeat(
                    mean.mean(axis=1, keepdims=True), x.shape[1], axis=1
                )
            ),
        ),
    ),
    workload=Workload(
        lambda size, rng: {
            "x": rng.normal(size=(1, 4, 8 * size, 32)),
            "kernel_size": 2,
        },
        limit=10_000,
        unit="the number of windows",
    ),
    hints=(
        "It is max_pool2d with another reduction, and with padding that takes part.",
        "The window of output (i, j) is padded[:, :, i*s : i*s + k, j*s : j*s + k].",
        "Sum the window over its last two axes and divide by k*k, wherever it lies.",
    ),
    follow_ups=(
        "Which convolution gives the same result, and what are its groups?",
        "Where would count_include_pad=False make a visible difference?",
        (
            "Why do classifiers often end in global average pooling and begin with max "
            "pooling?"
        ),
    ),
    topics=("pooling", "padding"),
)
