"""global_avg_pool2d: what it is tried on, and what people make of it."""

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
    Workload,
    pinned,
)
from cnnquiz.curriculum.pooling.max_pool2d import images

if TYPE_CHECKING:
    from cnnquiz.curriculum.draw import Draw


def draw(d: Draw) -> Arguments:
    """Draw maps whose height, width, count and channels differ."""
    shape = (
        d.integer("N", 1, 3),
        d.integer("C", 1, 4),
        d.integer("H", 1, 5),
        d.integer("W", 1, 5),
    )
    values = d.choose("values", "integers", "reals")
    dtype = d.choose("dtype", np.float64, np.float64, np.float64, np.float32)
    return {"x": d.layout("x", d.array("x", shape, values, dtype))}


def moves_with_a_constant(trial: Trial) -> str | None:
    """Hold f(x + 8) against f(x) + 8."""
    moved = trial.call(x=trial.arguments["x"] + 8)
    off = float(np.max(np.abs(moved - trial.result - 8), initial=0.0))
    return None if off < 1e-3 else "adding 8 to the maps does not add 8 to their means"


def ignores_places(trial: Trial) -> str | None:
    """Turn the maps by 180 degrees: their means stay."""
    turned = trial.call(x=trial.arguments["x"][:, :, ::-1, ::-1])
    off = float(np.max(np.abs(turned - trial.result), initial=0.0))
    return None if off < 1e-3 else "turning the maps by 180 degrees changes their means"


EXERCISE = Exercise(
    slug="global_avg_pool2d",
    reference=engine.global_avg_pool2d,
    draw=draw,
    pinned=(
        pinned("the worked example", x=[[[[1, 2], [3, 6]], [[0, 0], [-1, 0]]]]),
        pinned("a wide map", x=images(1, 1, 2, 5)),
        pinned("two images, three channels", x=images(2, 3, 3, 2)),
        pinned("one image of one channel", x=images(1, 1, 2, 2)),
        pinned("one pixel", x=images(2, 3, 1, 1)),
        pinned("channels last in memory", x=images(2, 4, 3, 2).transpose(0, 3, 1, 2)),
        pinned("float32", x=images(1, 2, 3, 3).astype(np.float32)),
    ),
    rounding=lambda x: np.abs(x).sum(axis=(2, 3)),
    laws=(
        Law("constant", "moves with a constant", moves_with_a_constant, cases=6),
        Law("places", "does not care where a value is", ignores_places, cases=6),
    ),
    misconceptions=(
        Misconception(
            "flatten-mean",
            "there is one number for each image",
            "Keep the channels: each map is averaged alone.",
            lambda x: x.mean(axis=(1, 2, 3)),
        ),
        Misconception(
            "scalar-mean",
            "everything is averaged to one number",
            "x.mean() takes all axes. Name the two of the image: axis=(2, 3).",
            lambda x: x.mean(),
        ),
        Misconception(
            "mean-over-channels",
            "the mean is over the channels",
            "Axis 1 holds the channels, and they stay. The image axes are 2 and 3.",
            lambda x: x.mean(axis=1),
        ),
        Misconception(
            "wrong-axes",
            "the axes are those of channels-last images",
            "In NCHW order height and width are axes 2 and 3, not 1 and 2.",
            lambda x: x.mean(axis=(1, 2)),
        ),
        Misconception(
            "keepdims-mismatch",
            "the averaged axes are kept",
            "The statement asks for (N, C), without two axes of length 1 behind.",
            lambda x: x.mean(axis=(2, 3), keepdims=True),
        ),
        Misconception(
            "squeeze-batch",
            "axes of length 1 are squeezed away",
            "squeeze() drops N or C too where it is 1. Reduce named axes instead.",
            lambda x: x.mean(axis=(2, 3), keepdims=True).squeeze(),
        ),
        Misconception(
            "sum-not-mean",
            "the sum is not divided by the number of pixels",
            "An average divides by H·W, so that the size of the image does not matter.",
            lambda x: x.sum(axis=(2, 3)),
        ),
        Misconception(
            "max-instead",
            "the maximum is taken",
            "This is average pooling. Global max pooling is another layer.",
            lambda x: x.max(axis=(2, 3)),
        ),
        Misconception(
            "divides-by-side-length",
            "the sum is divided by the height alone",
            "A map has H·W pixels: divide by both.",
            lambda x: x.sum(axis=(2, 3)) / x.shape[2],
        ),
    ),
    workload=Workload(
        lambda size, rng: {"x": rng.normal(size=(1, 8, 8 * size, 16))},
        limit=5_000,
        unit="the number of pixels",
    ),
    hints=(
        "Which axes of (N, C, H, W) should be gone afterwards?",
        "NumPy's reductions take a tuple of axes.",
        "x.mean(axis=(2, 3)) averages over the pixels and keeps images and channels.",
    ),
    follow_ups=(
        (
            "How many parameters does it save where it replaces flatten before a "
            "classifier?"
        ),
        "Why can a network that ends in it take images of other sizes?",
        "How does its backward pass look?",
    ),
    topics=("pooling", "architectures"),
)
