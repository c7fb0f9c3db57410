"""What people make of nms."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from cnnquiz import engine
from cnnquiz.curriculum.exercise import Misconception


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


def _shared(a: Any, b: Any) -> Any:
    """Return the intersection of each pair."""
    lower = np.maximum(a[:, None, :2], b[:, :2])
    upper = np.minimum(a[:, None, 2:], b[:, 2:])
    return np.maximum(upper - lower, 0).prod(axis=-1)


def _area(boxes: Any) -> Any:
    return (boxes[:, 2:] - boxes[:, :2]).prod(axis=1)


Table = Callable[[Any, Any], Any]


def _by(below: Callable[[Any, Any], Any]) -> Table:
    """Divide the intersection by something else, and see no overlap where that is 0."""

    def overlap(a: Any, b: Any) -> Any:
        divisor = below(_area(a)[:, None], _area(b)) * np.ones((len(a), len(b)))
        return _shared(a, b) / np.where(divisor > 0, divisor, np.inf)

    return overlap


def dividing(overlap: Table) -> Callable[..., Any]:
    """Measure the overlap otherwise; rows are the kept boxes, columns the others."""
    return lambda boxes, scores, iou_threshold: _greedy(
        boxes, _ranked(scores), lambda v: v > iou_threshold, overlap
    )


def _unguarded(a: Any, b: Any) -> Any:
    shared = _shared(a, b)
    return shared / (_area(a)[:, None] + _area(b) - shared)


def not_a_number(boxes: Any, scores: Any, iou_threshold: float) -> Any:
    """Keep what overlaps at most so much: of NaN nothing is true, so it is dropped."""
    return _greedy(boxes, _ranked(scores), lambda v: not v <= iou_threshold, _unguarded)


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
        "zero-area-nan",
        "of boxes without area only one is kept",
        "Their union is 0 and 0/0 is NaN, which is not <= iou_threshold. Divide only "
        "where the union is above 0: two such boxes have IoU 0.",
        not_a_number,
    ),
    Misconception(
        "nms-one-area-for-union",
        "the intersection is divided by the area of one box",
        "IoU divides by the union of both boxes. Divided by the area of one of them, the "
        "overlap is too large.",
        dividing(_by(lambda kept, other: other)),
        variants=(dividing(_by(lambda kept, other: kept)), dividing(_by(np.minimum))),
    ),
    Misconception(
        "nms-empty-crash",
        "it fails where there are no boxes",
        "An image may hold nothing: return an empty array of indices.",
        fails_on_none,
    ),
)
