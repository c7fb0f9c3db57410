"""nms: what it is tried on, and what people make of it."""

from __future__ import annotations

from collections.abc import Callable
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

# Areas are exact, and an IoU equals one of these thresholds only exactly.
CORNERS = np.array([0, 1, 2, 3])
SIDES = np.array([2, 4, 1, 3, 0])
SCORES = np.array([0.5, 0.75, 0.875, 0.25, 0.625])
THRESHOLDS = (0.5, 0.25, 0.0, 0.75)
# How far apart boxes of side 4 stand in a row, by the threshold: the IoUs with the next
# and with the one after that are then on its two sides.
STEP = {0.5: 1.0, 0.25: 2.0, 0.0: 3.0, 0.75: 0.5}


def draw(d: Draw) -> Arguments:
    """Draw boxes that crowd each other or stand in a row, and equal scores.

    In a row each box overlaps the next too much, and none the one after that.
    """
    in_a_row = d.choose("in a row", False, True)
    threshold = d.choose("threshold", *THRESHOLDS)
    n = d.choose("N", 1, 2, 4, 6, 7, 8, 7, 8, 8, 8, 0, 0, 0)
    dtype = d.choose("dtype", np.float64, np.float64, np.float32)
    if in_a_row:
        corners = np.stack([np.zeros(n), STEP[threshold] * np.arange(n)], axis=1)
        boxes = np.concatenate([corners, corners + 4], axis=1)
    else:
        corners = d.array("corners", (n, 2), CORNERS)
        sides = d.array("sides", (n, 2), SIDES)
        boxes = np.concatenate([corners, corners + sides], axis=1)
    return {
        "boxes": d.layout("boxes", boxes.astype(dtype)),
        "scores": d.array("scores", (n,), SCORES, dtype),
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


def _ranked(scores: Any) -> Any:
    return np.argsort(-scores, kind="stable")


def _greedy(
    boxes: Any,
    order: Any,
    drops: Callable[[Any], Any],
    overlap: Callable[[Any, Any], Any] = engine.iou,
) -> Any:
    """Suppress in the order given; `drops` says of an IoU whether it is too much."""
    table = overlap(boxes, boxes)
    kept: list[int] = []
    for i in order:
        if not any(drops(table[k, i]) for k in kept):
            kept.append(int(i))
    return np.array(kept, dtype=np.int64)


def all_suppress(boxes: Any, scores: Any, iou_threshold: float) -> Any:
    """Let every better box drop, kept or not."""
    order = _ranked(scores)
    over = engine.iou(boxes[order], boxes[order]) > iou_threshold
    return order[~np.triu(over, 1).any(axis=0)]


def at_threshold(boxes: Any, scores: Any, iou_threshold: float) -> Any:
    """Drop what equals the threshold, too."""
    return _greedy(boxes, _ranked(scores), lambda v: v >= iou_threshold)


def worst_first(boxes: Any, scores: Any, iou_threshold: float) -> Any:
    """Begin with the lowest score."""
    order = np.argsort(scores, kind="stable")
    return _greedy(boxes, order, lambda v: v > iou_threshold)


def ties_reversed(boxes: Any, scores: Any, iou_threshold: float) -> Any:
    """Sort upwards and reverse."""
    order = np.argsort(scores, kind="stable")[::-1]
    return _greedy(boxes, order, lambda v: v > iou_threshold)


def as_given(boxes: Any, scores: Any, iou_threshold: float) -> Any:
    """Go through the boxes as they come."""
    return _greedy(boxes, range(len(boxes)), lambda v: v > iou_threshold)


def first_only(boxes: Any, scores: Any, iou_threshold: float) -> Any:
    """Stop after the best box has dropped what it overlaps."""
    order = _ranked(scores)
    if not len(order):
        return order
    over = engine.iou(boxes[order[:1]], boxes[order])[0] > iou_threshold
    over[0] = False
    return order[~over]


def keeps_crowd(boxes: Any, scores: Any, iou_threshold: float) -> Any:
    """Drop what overlaps too little."""
    return _greedy(boxes, _ranked(scores), lambda v: v <= iou_threshold)


def _iou_plus_one(a: Any, b: Any) -> Any:
    pixel = np.array([0, 0, 1, 1])
    return engine.iou(a + pixel, b + pixel)


def plus_one(boxes: Any, scores: Any, iou_threshold: float) -> Any:
    """Add a pixel to all sides."""
    return _greedy(
        boxes, _ranked(scores), lambda v: v > iou_threshold, overlap=_iou_plus_one
    )


def positions(boxes: Any, scores: Any, iou_threshold: float) -> Any:
    """Return places in the sorted list."""
    order = _ranked(scores)
    return engine.nms(boxes[order], scores[order], iou_threshold)


def fails_on_none(boxes: Any, scores: Any, iou_threshold: float) -> Any:
    """Take the best box without looking whether there is one."""
    scores.max()
    return engine.nms(boxes, scores, iou_threshold)


MISCONCEPTIONS = (
    Misconception(
        "nms-suppressed-suppress",
        "a box that was dropped drops others",
        "Only kept boxes drop others. In a chain A, B, C, where A drops B, C stays if A "
        "does not overlap it.",
        all_suppress,
    ),
    Misconception(
        "nms-ge-threshold",
        "a box whose IoU equals the threshold is dropped",
        "Drop a box whose IoU is above the threshold: > and not >=.",
        at_threshold,
    ),
    Misconception(
        "nms-ascending",
        "the lowest score comes first",
        "The best box of a cluster shall stay: sort by falling score.",
        worst_first,
    ),
    Misconception(
        "nms-ties-reversed",
        "of equal scores the last comes first",
        "np.argsort(scores)[::-1] reverses ties. np.argsort(-scores, kind='stable') "
        "leaves them in index order.",
        ties_reversed,
    ),
    Misconception(
        "nms-unsorted",
        "the scores are not looked at",
        "The first box of the list need not be the best. Sort by score first.",
        as_given,
    ),
    Misconception(
        "nms-by-index",
        "the kept boxes are in index order",
        "Return them by falling score, as they were kept.",
        lambda boxes, scores, iou_threshold: np.sort(
            engine.nms(boxes, scores, iou_threshold)
        ),
    ),
    Misconception(
        "nms-index-after-sort",
        "the indices are those of the sorted list",
        "After boxes[order], index i means box order[i] of the caller. Map it back.",
        positions,
    ),
    Misconception(
        "nms-top-box-only",
        "only the best box drops others",
        "Repeat with the best box that is left, until none is.",
        first_only,
    ),
    Misconception(
        "nms-keeps-overlapping",
        "the boxes that overlap too little are dropped",
        "A box that overlaps no kept box is another object, and stays.",
        keeps_crowd,
    ),
    Misconception(
        "plus-one",
        "a pixel is added to each width and height",
        "Coordinates are continuous: a box is x2 − x1 wide, without + 1.",
        plus_one,
    ),
    Misconception(
        "nms-empty-crash",
        "it fails where there are no boxes",
        "An image may hold nothing: return an empty array of indices.",
        fails_on_none,
    ),
)


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
    dtype="free",
    laws=(
        Law(
            "order_only",
            "looks only at the order of the scores",
            only_the_order_of_scores_counts,
        ),
    ),
    misconceptions=MISCONCEPTIONS,
    workload=Workload(workload, limit=1_000, unit="the number of pairs"),
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
