"""grad_cam: what it is tried on.

A map is divided by its maximum, so a maximum that is 0 but for rounding would decide
everything. Such cases are not drawn.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from cnnquiz import engine
from cnnquiz.curriculum.detection.grad_cam_mistakes import MISCONCEPTIONS, weighted
from cnnquiz.curriculum.draw import Draw
from cnnquiz.curriculum.exercise import (
    Arguments,
    Exercise,
    Law,
    Trial,
    Workload,
    pinned,
)

CLEAR = 0.05
"""What part of the sizes of its terms a sum must be, to be told from 0."""


def draw(d: Draw) -> Arguments:
    """Draw activations as they come after ReLU or not, and gradients of both signs."""
    n, c = d.integer("N", 1, 3), d.integer("C", 1, 3)
    shape = (n, c, d.integer("H", 1, 4), d.integer("W", 1, 4))
    dtype = d.choose("dtype", np.float64, np.float64, np.float32)
    values = d.choose("values", "positive", "integers", "reals", "positive")
    activations = d.array("activations", shape, values, dtype)
    signs = d.choose("signs", "integers", "reals", "positive", "reals", "negative")
    gradients = d.array("gradients", shape, signs, dtype)
    d.assume(bool(np.all(_is_clear(activations, gradients))))
    return {
        "activations": d.layout("activations", activations),
        "gradients": d.layout("gradients", gradients),
    }


def _sizes(activations: Any, gradients: Any) -> Any:
    """Return the sizes of the terms of each sum."""
    return weighted(np.abs(activations), np.abs(gradients))


def _peaks(activations: Any, gradients: Any) -> tuple[Any, Any]:
    """Return each image's largest sum before ReLU, and the size of its terms.

    Sums whose terms are all 0 are 0 exactly and do not count.
    """
    sizes = _sizes(activations, gradients)
    sums = np.where(sizes > 0, weighted(activations, gradients), -np.inf)
    return sums.max(axis=(1, 2)), sizes.max(axis=(1, 2))


def _is_clear(activations: Any, gradients: Any) -> Any:
    peak, size = _peaks(activations, gradients)
    return np.abs(peak) >= CLEAR * size


def rounding(activations: Any, gradients: Any) -> Any:
    """Divide the sizes by the maximum, as the sums are; a small epsilon may be there."""
    _, c, h, w = activations.shape
    peak, size = _peaks(activations, gradients)
    relative = np.where(peak > 0, size / np.where(peak > 0, peak, 1), 0)
    return 8.0 + (c + h * w) * relative


SPEAKS_FOR = [[1, 1], [1, 1]]
SPEAKS_AGAINST = [[-1, -1], [-1, -1]]
PINNED = (
    pinned(
        "the worked example",
        activations=[[[[4, 2, 1]], [[0, 2, 5]]]],
        gradients=[[[[3, 0, 3]], [[-1, -1, -1]]]],
    ),
    pinned(
        "one channel that speaks for the class",
        activations=[[[[1, 2], [0, 4]]]],
        gradients=[[SPEAKS_FOR]],
    ),
    pinned(
        "one channel that speaks against it: an empty map",
        activations=[[[[1, 2], [3, 4]]]],
        gradients=[[SPEAKS_AGAINST]],
    ),
    pinned(
        "no activation at all",
        activations=np.zeros((1, 2, 1, 2)),
        gradients=np.ones((1, 2, 1, 2)),
    ),
    pinned(
        "gradients that differ from place to place",
        activations=[[[[4, 2, 2]], [[1, 1, 4]]]],
        gradients=[[[[6, 0, -3]], [[0, 0, 3]]]],
    ),
    pinned(
        "no place is without evidence",
        activations=[[[[3, 4, 2]]]],
        gradients=[[[[2, 2, 2]]]],
    ),
    pinned(
        "three images: a faint map, a bright one and an empty one",
        activations=[[[[1, 2]]], [[[10, 40]]], [[[5, 6]]]],
        gradients=[[[[2, 2]]], [[[3, 1]]], [[[-1, 0]]]],
    ),
    pinned(
        "a map whose largest sum is below 1",
        activations=[[[[0.5, 0.25]]]],
        gradients=[[[[0.5, 0.5]]]],
    ),
    pinned(
        "negative activations",
        activations=[[[[-2, 4], [1, -3]]]],
        gradients=[[[[-2, 0], [0, -2]]]],
    ),
    pinned(
        "float32, channels last in memory",
        activations=np.arange(12, dtype=np.float32)
        .reshape(1, 2, 3, 2)
        .transpose(0, 3, 1, 2),
        gradients=np.ones((1, 2, 2, 3), np.float32),
    ),
)


def _near(a: Any, b: Any) -> bool:
    return bool(np.allclose(a, b, atol=1e-4))


def does_not_care_for_scale(trial: Trial) -> str | None:
    """Measure the score in units of a quarter: the maps stay."""
    larger = trial.call(gradients=4 * trial.arguments["gradients"])
    same = _near(larger, trial.result)
    return None if same else "four times the gradients give other maps"


def does_not_care_for_order_of_channels(trial: Trial) -> str | None:
    """Give the channels in the opposite order."""
    given = trial.arguments
    turned = trial.call(**{k: v[:, ::-1] for k, v in given.items()})
    same = _near(turned, trial.result)
    return None if same else "the same channels in another order give other maps"


def treats_each_image_alone(trial: Trial) -> str | None:
    """Call with the first image alone."""
    given = trial.arguments
    alone = trial.call(**{k: v[:1] for k, v in given.items()})
    same = _near(alone, trial.result[:1])
    return None if same else "the map of an image depends on the rest of the batch"


EXERCISE = Exercise(
    slug="grad_cam",
    reference=engine.grad_cam,
    draw=draw,
    pinned=PINNED,
    rounding=rounding,
    laws=(
        Law(
            "scale", "does not care for the scale of the score", does_not_care_for_scale
        ),
        Law(
            "channel_order",
            "does not care for the order of channels",
            does_not_care_for_order_of_channels,
        ),
        Law("image_alone", "treats each image alone", treats_each_image_alone),
    ),
    misconceptions=MISCONCEPTIONS,
    workload=Workload(
        lambda size, rng: {
            "activations": np.maximum(rng.normal(size=(size, 8, 7, 7)), 0),
            # Weights above 0, so that no map is faint: an epsilon would show in it.
            "gradients": rng.normal(0.5, size=(size, 8, 7, 7)),
        },
        limit=1_000,
        unit="the number of activations",
    ),
    hints=(
        "How many weights does an image have, and over which axes is each averaged?",
        "weights = gradients.mean(axis=(2, 3)) has shape (N, C). Multiply each channel by "
        "its weight and sum over the channels; then ReLU.",
        "highest = maps.max(axis=(1, 2), keepdims=True); divide by it, but by 1 where it "
        "is 0: np.where(highest > 0, highest, 1).",
    ),
    follow_ups=(
        "Why is the score taken before softmax, and not the probability?",
        "Which layer would you take, and what do an earlier and a later one show?",
        "How would you test that such a map shows what the network uses?",
    ),
    topics=("interpretability",),
)
