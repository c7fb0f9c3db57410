"""iou: what it is tried on, and what people make of it."""

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

# Halves, so that areas are exact in single precision too.
CORNERS = np.array([0, 1, 2, 3, 4, 0.5, 1.5, -1])
SIDES = np.array([1, 2, 3, 4, 0, 0.5, 1.5])


def draw_boxes(d: Draw, name: str, count: int) -> Any:
    """Draw boxes that often overlap, some of them without a width or a height."""
    corners = d.array(f"corners of {name}", (count, 2), CORNERS)
    sides = d.array(f"sides of {name}", (count, 2), SIDES)
    return np.concatenate([corners, corners + sides], axis=1)


def draw(d: Draw) -> Arguments:
    """Draw two lists of boxes, seldom of one length, seldom empty."""
    m, n = d.choose("M", 1, 2, 3, 4, 2, 3, 4, 0), d.choose("N", 1, 2, 3, 4, 5, 3, 4, 0)
    dtype = d.choose("dtype", np.float64, np.float64, np.float32)
    a, b = draw_boxes(d, "a", m), draw_boxes(d, "b", n)
    return {
        "a": d.layout("a", a.astype(dtype)),
        "b": d.layout("b", b.astype(dtype)),
    }


APART = [[0, 0, 1, 1], [3, 0, 4, 1], [0, 3, 1, 4]]
PINNED = (
    pinned("the worked example", a=[[0, 0, 2, 2]], b=[[1, 0, 3, 2], [5, 5, 6, 6]]),
    pinned("a small box inside a large one", a=[[0, 0, 4, 2]], b=[[1, 0, 2, 2]]),
    pinned("apart along x, along y and along both", a=[[2, 2, 3, 3]], b=APART),
    pinned("touching along an edge", a=[[0, 0, 2, 2]], b=[[2, 0, 4, 2], [0, 2, 2, 4]]),
    pinned("a point and itself, and a box around", a=[[1, 1, 1, 1]], b=[[1, 1, 1, 1]]),
    pinned("a line in a box", a=[[0, 1, 2, 1]], b=[[0, 0, 2, 2], [0, 1, 2, 1]]),
    pinned(
        "three boxes and two",
        a=[[0, 0, 2, 1], [1, 0, 3, 4], [-1, -2, 1, 2]],
        b=[[0, 0, 3, 2], [1, 1, 2, 5]],
    ),
    pinned("as many of both", a=[[0, 0, 2, 2], [1, 1, 4, 2]], b=APART[:2]),
    pinned("in pixels", a=[[10, 20, 110, 70]], b=[[60, 20, 160, 70]]),
    pinned(
        "float32",
        a=np.array([[0, 0, 1.5, 2]], np.float32),
        b=np.array([[0.5, 0, 2, 1]], np.float32),
    ),
    pinned(
        "in fractions of the image",
        a=[[0, 0, 0.5, 0.5]],
        b=[[0.25, 0, 0.75, 0.5], [0, 0, 0.25, 0.5]],
    ),
    pinned("no boxes", a=np.zeros((0, 4)), b=[[0, 0, 1, 1], [2, 2, 3, 4]]),
)


def does_not_care_for_order(trial: Trial) -> str | None:
    """Exchange the lists: the table is transposed."""
    given = trial.arguments
    turned = np.asarray(trial.call(a=given["b"], b=given["a"]))
    same = np.allclose(turned.T, trial.result, atol=1e-4)
    return None if same else "iou(b, a) is not iou(a, b) transposed"


def does_not_care_for_units(trial: Trial) -> str | None:
    """Measure all boxes in a unit a quarter as long."""
    given = trial.arguments
    larger = np.asarray(trial.call(a=4 * given["a"], b=4 * given["b"]))
    same = np.allclose(larger, trial.result, atol=1e-4)
    return None if same else "boxes four times as large give another IoU"


Terms = tuple[Any, Any, Any]
"""What is shared by each pair, the areas of a as a column, and those of b."""


def _sides(a: Any, b: Any) -> Any:
    """Return width and height of each intersection; below 0 where boxes are apart."""
    lower = np.maximum(a[:, None, :2], b[:, :2])
    upper = np.minimum(a[:, None, 2:], b[:, 2:])
    return upper - lower


def _areas(a: Any, b: Any, more: float = 0) -> tuple[Any, Any]:
    """Return the areas of a as a column and of b as a row, with sides made longer."""
    area_a = (a[:, 2:] - a[:, :2] + more).prod(axis=1)[:, None]
    return area_a, (b[:, 2:] - b[:, :2] + more).prod(axis=1)


def _terms(a: Any, b: Any) -> Terms:
    return np.maximum(_sides(a, b), 0).prod(axis=-1), *_areas(a, b)


def _unclamped(a: Any, b: Any) -> Terms:
    return _sides(a, b).prod(axis=-1), *_areas(a, b)


def _clamped_late(a: Any, b: Any) -> Terms:
    return np.maximum(_sides(a, b).prod(axis=-1), 0), *_areas(a, b)


def _longer(a: Any, b: Any) -> Terms:
    shared = np.maximum(_sides(a, b) + 1, 0).prod(axis=-1)
    return shared, *_areas(a, b, more=1)


def _longer_areas(a: Any, b: Any) -> Terms:
    shared = np.maximum(_sides(a, b), 0).prod(axis=-1)
    return shared, *_areas(a, b, more=1)


def _union(shared: Any, area_a: Any, area_b: Any) -> Any:
    return area_a + area_b - shared


Way = Callable[[Any, Any], Any]


def _ways(
    terms: Callable[[Any, Any], Terms], below: Callable[..., Any] = _union
) -> tuple[Way, Way]:
    """Write an idea in two ways: looking at what it divides by, and not looking."""

    def guarded(a: Any, b: Any) -> Any:
        shared, area_a, area_b = terms(a, b)
        divisor = np.broadcast_to(below(shared, area_a, area_b), shared.shape)
        return np.where(divisor > 0, shared / np.where(divisor > 0, divisor, 1), 0)

    def unguarded(a: Any, b: Any) -> Any:
        shared, area_a, area_b = terms(a, b)
        return shared / below(shared, area_a, area_b)

    return guarded, unguarded


UNCLAMPED = _ways(_unclamped)
CLAMPED_LATE = _ways(_clamped_late)
BY_THE_SUM = _ways(_terms, lambda shared, a, b: a + b)
BY_THE_SMALLER = _ways(_terms, lambda shared, a, b: np.minimum(a, b))
BY_THE_FIRST = _ways(_terms, lambda shared, a, b: a + 0 * b)


def as_width_and_height(a: Any, b: Any) -> Any:
    """Read the last two numbers of a box as its width and height."""
    far = [np.concatenate([x[:, :2], x[:, :2] + x[:, 2:]], axis=1) for x in (a, b)]
    return _ways(_terms)[0](*far)


def dice(a: Any, b: Any) -> Any:
    """Divide twice the intersection by the sum of the areas."""
    return 2 * BY_THE_SUM[0](a, b)


MISCONCEPTIONS = (
    Misconception(
        "no-clamp",
        "sides below zero are multiplied",
        "Boxes that lie apart have an intersection with a side below zero, or two, whose "
        "product is positive. Clamp each side at 0 first.",
        UNCLAMPED[0],
        variants=UNCLAMPED[1:],
    ),
    Misconception(
        "clamp-product",
        "the area is clamped after the sides were multiplied",
        "Boxes apart along both axes have two sides below zero, and a positive product. "
        "Clamp each side, then multiply.",
        CLAMPED_LATE[0],
        variants=CLAMPED_LATE[1:],
    ),
    Misconception(
        "plus-one",
        "a pixel is added to each width and height",
        "Coordinates are continuous, so a box is x2 − x1 wide. The + 1 belongs to boxes "
        "that are given by the pixels they hold.",
        _ways(_longer)[0],
    ),
    Misconception(
        "plus-one-inconsistent",
        "a pixel is added to the boxes but not to their intersection",
        "Measure all widths alike, as x2 − x1; else a box has an IoU below 1 with itself.",
        _ways(_longer_areas)[0],
    ),
    Misconception(
        "union-not-subtracted",
        "the intersection is counted twice in the union",
        "|A| + |B| counts what is shared twice: subtract it once.",
        BY_THE_SUM[0],
        variants=BY_THE_SUM[1:],
    ),
    Misconception(
        "dice-for-iou",
        "this is Dice, not IoU",
        "Dice divides twice the intersection by |A| + |B|. IoU divides the intersection "
        "by the union.",
        dice,
        variants=(lambda a, b: 2 * BY_THE_SUM[1](a, b),),
    ),
    Misconception(
        "min-for-union",
        "it divides by the smaller area",
        "A small box inside a large one is not a good match: divide by the union.",
        BY_THE_SMALLER[0],
        variants=BY_THE_SMALLER[1:],
    ),
    Misconception(
        "first-area-for-union",
        "it divides by the area of the box in a",
        "The share of a that b covers is no IoU, as it differs for iou(b, a). Divide by "
        "the union.",
        BY_THE_FIRST[0],
        variants=BY_THE_FIRST[1:],
    ),
    Misconception(
        "xywh-mixup",
        "x2 and y2 are read as width and height",
        "A row holds two corners. Its width is x2 − x1.",
        as_width_and_height,
    ),
    Misconception(
        "zero-area-nan",
        "two boxes without area give NaN",
        "Their union is 0, and 0/0 is NaN. Divide only where the union is above 0.",
        _ways(_terms)[1],
    ),
    Misconception(
        "output-transposed",
        "rows and columns are exchanged",
        "Rows belong to a and columns to b: shape (M, N).",
        lambda a, b: engine.iou(b, a),
    ),
    Misconception(
        "pairs-by-index",
        "only boxes of the same index are compared",
        "Each box of a meets each box of b. A new axis makes that so: a[:, None] against b.",
        lambda a, b: np.diagonal(engine.iou(a, b)) if len(a) == len(b) else a - b,
    ),
)


def workload(size: int, rng: np.random.Generator) -> Arguments:
    """Return lists of boxes of which one grows."""

    def boxes(count: int) -> Any:
        corners = rng.uniform(0, 20, size=(count, 2))
        return np.concatenate(
            [corners, corners + rng.uniform(1, 9, (count, 2))], axis=1
        )

    return {"a": boxes(8 * size), "b": boxes(32)}


EXERCISE = Exercise(
    slug="iou",
    reference=engine.iou,
    draw=draw,
    pinned=PINNED,
    # An IoU is at most 1; small unions make an epsilon below show, which may be there.
    rounding=lambda a, b: 8.0,
    laws=(
        Law("symmetric", "does not care which list is first", does_not_care_for_order),
        Law("unit_free", "does not care for the unit", does_not_care_for_units),
    ),
    misconceptions=MISCONCEPTIONS,
    # Of plain loops, measured: 51.
    workload=Workload(workload, limit=1_000, unit="the number of pairs"),
    hints=(
        "Where does the intersection of two boxes begin along x, and where does it end?",
        "It begins at the larger x1 and ends at the smaller x2. If it ends before it "
        "begins, its width is 0. The union is both areas without what is counted twice.",
        "w = max(0, min(ax2, bx2) − max(ax1, bx1)), h alike; w·h / (|A| + |B| − w·h), or 0 "
        "where the union is 0. Broadcast a[:, None] against b for all pairs at once.",
    ),
    follow_ups=(
        "Why is IoU a poor loss for two boxes that lie apart, and what does GIoU change?",
        "How would you find the overlapping pairs among a million boxes?",
        "How are IoU and Dice related, and which is the larger?",
    ),
    topics=("detection",),
)
