"""nms: what it is tried on, and what people make of it."""

from __future__ import annotations

import numpy as np

from cnnquiz import engine
from cnnquiz.curriculum.detection.nms_mistakes import MISCONCEPTIONS
from cnnquiz.curriculum.draw import Draw
from cnnquiz.curriculum.exercise import (
    Arguments,
    Exercise,
    Law,
    Trial,
    Workload,
    pinned,
)

# Areas are exact, and an IoU equals one of these thresholds only exactly.
CORNERS = np.array([0, 1, 2, 3])
SIDES = np.array([2, 4, 1, 3, 0])
SCORES = np.array([0.5, 0.75, 0.875, 0.25, 0.625])
THRESHOLDS = (0.5, 0.25, 0.0, 0.75)
# Boxes in a row, by the threshold: their side, and how far apart they stand. In a chain
# the IoUs with the next box and with the one after that are on its two sides, and what
# is shared with the latter is more of one area than a threshold above 0; at the limit
# the IoU with the next box equals it.
ROWS: dict[str, dict[float, tuple[float, float]]] = {
    "a chain": {0.5: (5, 1), 0.25: (3, 1), 0.0: (4, 3), 0.75: (5, 0.5)},
    "at the limit": {0.5: (3, 1), 0.25: (5, 3), 0.0: (4, 4), 0.75: (7, 1)},
}


def draw(d: Draw) -> Arguments:
    """Draw boxes that crowd each other or stand in a row, and equal scores.

    Half of them are smaller than a pixel, where a pixel too many cannot hide. In most
    chains the scores rise from box to box, so that each would drop the one before.
    Two points have a union of 0.
    """
    arrangement = d.choose(
        "arrangement", "a crowd", "a chain", "a chain", "at the limit"
    )
    threshold = d.choose("threshold", *THRESHOLDS)
    n = d.choose("N", 1, 2, 4, 6, 7, 8, 8, 8, 8, 0, 0, 0)
    unit = d.choose("unit", 1.0, 0.125)
    dtype = d.choose("dtype", np.float64, np.float64, np.float32)
    if arrangement in ROWS:
        side, step = ROWS[arrangement][threshold]
        corners = np.stack([np.zeros(n), step * np.arange(n)], axis=1)
        boxes = np.concatenate([corners, corners + side], axis=1)
    else:
        corners = d.array("corners", (n, 2), CORNERS)
        sides = d.array("sides", (n, 2), SIDES)
        boxes = np.concatenate([corners, corners + sides], axis=1)
    if d.choose("the last two are points", False, True):
        boxes[-2:, 2:] = boxes[-2:, :2]
    scores = d.array("scores", (n,), SCORES, dtype)
    if arrangement == "a chain" and d.choose("scores rise", False, True, True):
        scores = (np.sort(scores) + np.arange(n) / 64).astype(dtype)
    return {
        "boxes": d.layout("boxes", (unit * boxes).astype(dtype)),
        "scores": scores,
        "iou_threshold": threshold,
    }


CHAIN = [[0, 0, 4, 4], [0, 1, 4, 5], [0, 2, 4, 6], [0, 3, 4, 7]]
PINNED = (
    pinned(
        "the worked example",
        boxes=[[0, 0, 4, 4], [0, 1, 4, 5], [0, 3, 4, 7]],
        scores=[0.7, 0.9, 0.8],
        iou_threshold=0.5,
    ),
    pinned("a chain", boxes=CHAIN, scores=[0.9, 0.8, 0.7, 0.6], iou_threshold=0.5),
    pinned(
        "an IoU equal to the threshold",
        boxes=[[0, 0, 2, 2], [0, 0, 2, 1]],
        scores=[0.9, 0.8],
        iou_threshold=0.5,
    ),
    pinned(
        "equal scores, apart",
        boxes=[[0, 0, 1, 1], [2, 0, 3, 1], [4, 0, 5, 1]],
        scores=[0.5, 0.9, 0.5],
        iou_threshold=0.5,
    ),
    pinned(
        "equal scores, the same box",
        boxes=[[0, 0, 2, 1], [0, 0, 2, 1]],
        scores=[0.5, 0.5],
        iou_threshold=0.5,
    ),
    pinned(
        "touching, with a threshold of 0",
        boxes=[[0, 0, 2, 2], [2, 0, 4, 2], [1, 1, 3, 3]],
        scores=[0.9, 0.8, 0.7],
        iou_threshold=0.0,
    ),
    pinned(
        "points are kept",
        boxes=[[1, 1, 1, 1], [1, 1, 1, 1]],
        scores=[0.5, 0.25],
        iou_threshold=0.0,
    ),
    pinned(
        "two clusters",
        boxes=[*CHAIN[:2], [8, 0, 9, 3], [8, 0, 9, 4]],
        scores=[0.3, 0.4, 0.9, 0.2],
        iou_threshold=0.5,
    ),
    pinned(
        "float32",
        boxes=np.array(CHAIN, np.float32),
        scores=np.array([0.1, 0.4, 0.2, 0.3], np.float32),
        iou_threshold=0.5,
    ),
    pinned(
        "in fractions of the image",
        boxes=[[0, 0, 0.5, 0.5], [0, 0.125, 0.5, 0.625], [0, 0.375, 0.5, 0.875]],
        scores=[0.7, 0.9, 0.8],
        iou_threshold=0.5,
    ),
    pinned("no boxes", boxes=np.zeros((0, 4)), scores=np.zeros(0), iou_threshold=0.5),
)


def only_the_order_of_scores_counts(trial: Trial) -> str | None:
    """Halve all scores and subtract 1: the order is the same."""
    other = trial.call(scores=trial.arguments["scores"] / 2 - 1)
    same = np.array_equal(other, trial.result)
    return None if same else "scores / 2 − 1, in the same order, keep other boxes"


def workload(size: int, rng: np.random.Generator) -> Arguments:
    """Return boxes over a field, of which about a half overlap."""
    count = int(24 * size**0.5)
    corners = rng.uniform(0, 40, size=(count, 2))
    sides = rng.uniform(4, 9, size=(count, 2))
    return {
        "boxes": np.concatenate([corners, corners + sides], axis=1),
        "scores": rng.permutation(count) / count,
        "iou_threshold": 0.3,
    }


EXERCISE = Exercise(
    slug="nms",
    reference=engine.nms,
    draw=draw,
    pinned=PINNED,
    rounding=lambda boxes, scores, iou_threshold: 1.0,
    dtype="integer",
    laws=(
        Law(
            "order_only",
            "looks only at the order of the scores",
            only_the_order_of_scores_counts,
        ),
    ),
    misconceptions=MISCONCEPTIONS,
    # Of plain loops, measured: 4.
    workload=Workload(workload, limit=100, unit="the number of pairs"),
    hints=(
        "Which box is certain to be kept, whatever the others are?",
        "Sort by falling score. Keep the first that is left, drop those that overlap it "
        "by more than the threshold, and go on with the rest.",
        "order = np.argsort(-scores, kind='stable'); while len(order): keep order[0]; "
        "rest = order[1:]; order = rest[iou(order[0], rest) <= iou_threshold].",
    ),
    follow_ups=(
        "How do you run it for several classes at once without mixing them?",
        "Two people stand close together: what does the threshold do to them, and what "
        "does soft-NMS change?",
        "How many pairs are compared at most, and when are there few?",
    ),
    topics=("detection",),
)
