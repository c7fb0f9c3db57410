"""correlate2d: what it is tried on, and what people make of it.

convolve2d shares the cases; there the flip is right and its absence the mistake.
"""

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
    by_terms,
    pinned,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from cnnquiz.curriculum.draw import Draw

FORBIDDEN = tuple(
    f"scipy.{module}.{name}"
    for module in ("signal", "ndimage")
    for name in ("correlate", "correlate2d", "convolve", "convolve2d")
)
IMAGE = [
    [1, 1, 1, 0, 0],
    [0, 1, 1, 1, 0],
    [0, 0, 1, 1, 1],
    [0, 0, 1, 1, 0],
    [0, 1, 1, 0, 0],
]
CROSS = [[1, 0, 1], [0, 1, 0], [1, 0, 1]]


def grid(*shape: int) -> np.ndarray:
    """Return small integers in which no row or column is like another."""
    count = int(np.prod(shape))
    return ((np.arange(count) * 7) % 11 - 4.0).reshape(shape)


PINNED = (
    pinned("the worked example", image=IMAGE, kernel=CROSS),
    pinned(
        "a kernel that tells left from right", image=grid(3, 3), kernel=[[1, 2], [3, 5]]
    ),
    pinned("a wide image, a tall kernel", image=grid(3, 5), kernel=grid(2, 1)),
    pinned("a tall image, a wide kernel", image=grid(5, 3), kernel=grid(1, 2)),
    pinned("a kernel as large as the image", image=grid(2, 3), kernel=grid(2, 3)),
    pinned("a 1x1 kernel", image=grid(2, 3), kernel=[[2]]),
    pinned("a transposed image", image=grid(4, 3).T, kernel=grid(2, 2)),
    pinned(
        "float32",
        image=grid(3, 4).astype(np.float32),
        kernel=grid(2, 3).astype(np.float32),
    ),
)


def draw(d: Draw) -> Arguments:
    """Draw an image and a kernel that fits into it, rarely square."""
    k_h, k_w = d.integer("kH", 1, 4), d.integer("kW", 1, 4)
    height, width = d.integer("H", k_h, 8), d.integer("W", k_w, 8)
    values = d.choose("values", "integers", "reals")
    dtype = d.choose("dtype", np.float64, np.float64, np.float64, np.float32)
    return {
        "image": d.layout("image", d.array("image", (height, width), values, dtype)),
        "kernel": d.array("kernel", (k_h, k_w), values, dtype),
    }


def terms(kernel: Any, **_: Any) -> int:
    """Return how many terms one output sums."""
    return int(kernel.size)


def adds_up(trial: Trial) -> str | None:
    """Hold f(image, 2k) against 2·f(image, k)."""
    twice = trial.call(kernel=2 * trial.arguments["kernel"])
    off = float(np.max(np.abs(twice - 2 * trial.result), initial=0.0))
    size = float(np.max(np.abs(twice), initial=1.0))
    return (
        None if off <= 1e-4 * size else "twice the kernel does not give twice the map"
    )


LAWS = (Law("linear", "is linear in the kernel", adds_up, cases=8),)


def by_loops(weigh: Callable[[Any, Any], Any]) -> Callable[..., Any]:
    """Make a sliding window that weighs each patch in its own way."""

    def slid(image: Any, kernel: Any) -> Any:
        k_h, k_w = kernel.shape
        rows, columns = image.shape[0] - k_h + 1, image.shape[1] - k_w + 1
        return np.array(
            [
                [weigh(image[i : i + k_h, j : j + k_w], kernel) for j in range(columns)]
                for i in range(rows)
            ]
        )

    return slid


def mistakes(right: Callable[..., Any]) -> tuple[Misconception, ...]:
    """Return the misconceptions that correlation and convolution share."""
    return (
        Misconception(
            "kernel-transposed",
            "the kernel is transposed",
            "kernel[u, v] is row u, column v; it meets image[i + u, j + v].",
            lambda image, kernel: right(image, kernel.T),
        ),
        Misconception(
            "flip-one-axis",
            "the kernel is flipped along one axis",
            "Correlation flips neither axis, convolution flips both. Nothing flips "
            "one.",
            lambda image, kernel: right(image, kernel[::-1]),
            variants=(lambda image, kernel: right(image, kernel[:, ::-1]),),
        ),
        Misconception(
            "output-transposed",
            "rows and columns of the output are swapped",
            "y[i, j] belongs to the window whose top left corner is at row i, column "
            "j.",
            lambda image, kernel: right(image, kernel).T,
        ),
        Misconception(
            "off-by-one-range",
            "the last row and column are missing",
            "There are H − kH + 1 places for the window, and range(H − kH) has one "
            "less.",
            lambda image, kernel: right(image, kernel)[:-1, :-1],
            variants=(lambda image, kernel: _last_left_at_zero(right(image, kernel)),),
        ),
        Misconception(
            "mean-not-sum",
            "the products are averaged",
            "The response is the sum of the products, not their mean.",
            lambda image, kernel: right(image, kernel) / kernel.size,
        ),
        Misconception(
            "same-size-output",
            "the output is as large as the image",
            "Valid means that the window stays inside: (H − kH + 1, W − kW + 1).",
            lambda image, kernel: right(_padded(image, kernel), kernel),
        ),
    )


def _last_left_at_zero(y: Any) -> Any:
    y[-1:] = 0
    y[:, -1:] = 0
    return y


def _padded(image: Any, kernel: Any) -> Any:
    rows, columns = kernel.shape[0] - 1, kernel.shape[1] - 1
    sides = ((rows // 2, rows - rows // 2), (columns // 2, columns - columns // 2))
    return np.pad(image, sides)


def workload(size: int, rng: np.random.Generator) -> Arguments:
    """Return images whose rows grow; the kernel stays."""
    return {
        "image": rng.normal(size=(4 + 4 * size, 40)),
        "kernel": rng.normal(size=(3, 3)),
    }


EXERCISE = Exercise(
    slug="correlate2d",
    reference=engine.correlate2d,
    draw=draw,
    pinned=PINNED,
    rounding=by_terms(engine.correlate2d, terms),
    laws=LAWS,
    forbidden=FORBIDDEN,
    misconceptions=(
        Misconception(
            "kernel-flip",
            "your kernel is flipped",
            "Cross-correlation lays the kernel over the image as it is. Rotating it by "
            "180 degrees first is convolution, as in scipy.signal.convolve2d.",
            lambda image, kernel: engine.correlate2d(image, kernel[::-1, ::-1]),
        ),
        *mistakes(engine.correlate2d),
    ),
    workload=Workload(workload, limit=5_000, unit="the number of pixels"),
    hints=(
        "How many places are there for a window of 3 rows in an image of 5 rows?",
        (
            "Loop over the places (i, j), cut out image[i : i + kH, j : j + kW], multiply "
            "it by the kernel element by element, and sum."
        ),
        (
            "Faster: loop over the kernel's cells (u, v) instead, and add kernel[u, v] "
            "times the slice image[u : u + H_out, v : v + W_out]."
        ),
    ),
    follow_ups=(
        "How does this differ from scipy.signal.convolve2d, and for which kernels not?",
        "What is the output's size with padding p and stride s?",
        "How many multiplications does it take, and when would an FFT take fewer?",
    ),
    topics=("convolution", "output-shape"),
)
