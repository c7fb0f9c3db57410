"""max_pooling: what it is tried on, and what people make of it."""

from __future__ import annotations

from typing import Any

import numpy as np

from cnnquiz import engine
from cnnquiz.curriculum.draw import Draw
from cnnquiz.curriculum.exercise import (
    Arguments,
    Exercise,
    Law,
    Misconception,
    Trial,
    Workload,
    pinned,
)

ARTICLE = [[4, 2, 3, 1], [5, 1, 7, 4], [2, 8, 4, 6], [1, 4, 9, 3]]


def draw(d: Draw) -> Arguments:
    """Draw maps with rows left over, negative ones among them."""
    h, w = d.integer("h", 1, 3), d.integer("w", 1, 3)
    height, width = d.integer("H", h, 8), d.integer("W", w, 8)
    values = d.choose("values", "integers", "reals", "negative")
    dtype = d.choose("dtype", np.float64, np.float64, np.float64, np.float32)
    feature_map = d.array("feature_map", (height, width), values, dtype)
    return {"feature_map": d.layout("feature_map", feature_map), "pool_size": (h, w)}


def keeps_only_values_of_the_map(trial: Trial) -> str | None:
    """Look for outputs that are no input."""
    strange = ~np.isin(trial.result, trial.arguments["feature_map"])
    return (
        f"{np.asarray(trial.result)[strange][0]:g} is not in the map"
        if strange.any()
        else None
    )


def overlapping(feature_map: Any, pool_size: Any) -> Any:
    """Move the window by one cell."""
    view = np.lib.stride_tricks.sliding_window_view(feature_map, pool_size)
    return view.max(axis=(2, 3))


def mean(feature_map: Any, pool_size: Any) -> Any:
    """Average each window."""
    h, w = pool_size
    rows, columns = feature_map.shape[0] // h, feature_map.shape[1] // w
    whole = feature_map[: rows * h, : columns * w]
    return whole.reshape(rows, h, columns, w).mean(axis=(1, 3))


def ragged(feature_map: Any, pool_size: Any) -> Any:
    """Pool the windows that stick out, too."""
    h, w = pool_size
    height, width = feature_map.shape
    sides = ((0, -height % h), (0, -width % w))
    padded = np.pad(feature_map, sides, constant_values=-np.inf)
    return engine.max_pooling(padded, pool_size)


def from_zero(feature_map: Any, pool_size: Any) -> Any:
    """Begin each maximum at zero."""
    return np.maximum(engine.max_pooling(feature_map, pool_size), 0)


EXERCISE = Exercise(
    slug="max_pooling",
    reference=engine.max_pooling,
    draw=draw,
    pinned=(
        pinned("the worked example", feature_map=ARTICLE, pool_size=(2, 2)),
        pinned("a wide window", feature_map=ARTICLE, pool_size=(1, 2)),
        pinned("a tall window", feature_map=ARTICLE, pool_size=(2, 1)),
        pinned(
            "rows and columns left over",
            feature_map=[[1, 5, 2], [3, 4, 9], [8, 7, 6]],
            pool_size=(2, 2),
        ),
        pinned("all negative", feature_map=[[-4, -2], [-3, -9]], pool_size=(2, 2)),
        pinned(
            "a wide map",
            feature_map=[[1, 9, 3, 4, 8, 2], [5, 7, 2, 6, 0, 1]],
            pool_size=(2, 3),
        ),
        pinned("windows of one", feature_map=[[1, -2], [3, 4]], pool_size=(1, 1)),
        pinned(
            "a transposed map",
            feature_map=np.arange(8.0).reshape(2, 4).T,
            pool_size=(2, 2),
        ),
        pinned("float32", feature_map=np.array(ARTICLE, np.float32), pool_size=(2, 2)),
    ),
    rounding=lambda feature_map, pool_size: np.abs(feature_map),
    laws=(
        Law(
            "values_of_the_map",
            "returns values of the map",
            keeps_only_values_of_the_map,
        ),
    ),
    misconceptions=(
        Misconception(
            "overlapping-windows",
            "the windows overlap",
            "Each window begins where the one before ends: move by the window's size, not "
            "by one.",
            overlapping,
        ),
        Misconception(
            "mean-instead",
            "the windows are averaged",
            "Max pooling keeps the strongest response of each window. The mean is average "
            "pooling.",
            mean,
        ),
        Misconception(
            "hw-swap",
            "height and width of the window are swapped",
            "pool_size is (rows, columns).",
            lambda feature_map, pool_size: engine.max_pooling(
                feature_map, pool_size[::-1]
            ),
        ),
        Misconception(
            "ragged-edge",
            "incomplete windows are pooled too",
            "Rows and columns that fill no whole window are dropped: round down.",
            ragged,
        ),
        Misconception(
            "running-max-starts-at-zero",
            "the maximum starts at zero",
            "In a window of negative values zero wins, though it is not there. Start with "
            "the first value, or with -inf.",
            from_zero,
        ),
        Misconception(
            "min-instead",
            "the smallest value of each window is kept",
            "Max pooling keeps the largest.",
            lambda feature_map, pool_size: -engine.max_pooling(-feature_map, pool_size),
        ),
        Misconception(
            "output-transposed",
            "rows and columns of the output are swapped",
            "y[i, j] belongs to the window in window row i and window column j.",
            lambda feature_map, pool_size: engine.max_pooling(feature_map, pool_size).T,
        ),
    ),
    workload=Workload(
        lambda size, rng: {
            "feature_map": rng.normal(size=(8 * size, 64)),
            "pool_size": (2, 2),
        },
        limit=5_000,
        unit="the number of pixels",
    ),
    hints=(
        "How many windows of 2 rows fit into 5 rows, and where does window i begin?",
        "Window (i, j) is feature_map[i*h : (i+1)*h, j*w : (j+1)*w]; take np.max of it.",
        "Without loops: cut off what is left over, reshape to (rows, h, columns, w), and "
        "take the maximum over axes 1 and 3.",
    ),
    follow_ups=(
        "What becomes of the gradient on the way back, and what at ties?",
        "Which parameters does pooling have, and which does it save?",
        "What could stand in its place, and what would that cost?",
    ),
    topics=("pooling",),
)
