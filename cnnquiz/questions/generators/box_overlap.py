"""The generator iou: how much two boxes overlap."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from cnnquiz import engine
from cnnquiz.questions.generators.decimals import apart, say, tidy, wrong_number
from cnnquiz.questions.generators.framework import (
    SECONDS,
    Generator,
    usable,
)
from cnnquiz.questions.items import Item, Level, Number, NumberItem, Wrong

if TYPE_CHECKING:
    import random

Box: TypeAlias = tuple[int, int, int, int]
Kind: TypeAlias = Literal["partial", "contained", "touching", "apart"]

TOLERANCE = 0.0005
# Each kind hides other mistakes. Boxes apart along both axes are the only ones that
# show a missing clamp, and are rare among random boxes.
SHARES: dict[Level, dict[Kind, int]] = {
    "easy": {"partial": 80, "contained": 20},
    "medium": {"partial": 60, "contained": 15, "touching": 10, "apart": 15},
    "hard": {"partial": 60, "touching": 10, "apart": 30},
}
TARGETS: dict[Kind, str] = {
    "partial": "union-not-subtracted",
    "contained": "min-for-union",
    "touching": "plus-one",
    "apart": "no-clamp",
}


def make(rng: random.Random, level: Level) -> Item:
    """Draw two boxes that overlap in part, contain, touch, or miss each other."""
    shares = SHARES[level]
    (kind,) = rng.choices(list(shares), weights=list(shares.values()))
    size = 40 if level == "hard" else 10
    a, b = _draw_pair(rng, kind, size)
    answer = tidy(engine.iou([a], [b]).item())
    return NumberItem(
        id="iou",
        topic="detection",
        level=level,
        seconds=SECONDS[level],
        stem=(
            f"What is the IoU (intersection over union) of the boxes a = {_said(a)} "
            f"and b = {_said(b)}? They are given as x1, y1, x2, y2 in continuous "
            "coordinates. A fraction, or three decimals."
        ),
        answer=answer,
        tolerance=TOLERANCE,
        wrong=usable(
            answer,
            _candidates(a, b, kind),
            {TARGETS[kind]},
            differ=apart(5 * TOLERANCE),
        ),
        working=_working(a, b, answer),
        source="Everingham et al., The PASCAL VOC Challenge, IJCV 88 (2010), §4.2",
        parameters={"a": list(a), "b": list(b)},
    )


def _draw_pair(rng: random.Random, kind: Kind, size: int) -> tuple[Box, Box]:
    """Draw boxes until they lie as wanted: a Redraw would change the kinds' shares."""
    while True:
        a, b = _draw_box(rng, size), _draw_box(rng, size)
        if _kind(a, b) == kind:
            return a, b


def _draw_box(rng: random.Random, size: int) -> Box:
    x1, y1 = rng.randrange(size - 1), rng.randrange(size - 1)
    return x1, y1, rng.randint(x1 + 2, size), rng.randint(y1 + 2, size)


def _sides(a: Box, b: Box, extra: int = 0) -> tuple[int, int]:
    """Return width and height of the intersection, negative where there is a gap."""
    width = min(a[2], b[2]) - max(a[0], b[0]) + extra
    height = min(a[3], b[3]) - max(a[1], b[1]) + extra
    return width, height


def _area(box: Box, extra: int = 0) -> int:
    return (box[2] - box[0] + extra) * (box[3] - box[1] + extra)


def _kind(a: Box, b: Box) -> Kind | None:
    width, height = _sides(a, b)
    if min(width, height) > 0:
        inside = width * height in {_area(a), _area(b)}
        return "contained" if inside else "partial"
    if width < 0 and height < 0:
        # A false overlap as large as the boxes would raise a doubt in anyone.
        return "apart" if 2 * width * height < _area(a) + _area(b) else None
    return "touching" if min(width, height) == 0 < max(width, height) else None


def _candidates(a: Box, b: Box, kind: Kind) -> list[Wrong[Number]]:
    width, height = _sides(a, b)
    shared, areas = width * height, _area(a) + _area(b)
    if kind == "apart":
        return [*_without_clamp(shared, areas), *_other_formats(a, b)]
    if kind == "touching":
        return [*_touching_counts(a, b), *_other_formats(a, b)]
    smaller = min(_area(a), _area(b))
    found = [
        (
            "union-not-subtracted",
            shared / areas,
            "dividing by both areas; the part they share is counted twice.",
        ),
        (
            "min-for-union",
            shared / smaller,
            "dividing by the smaller box; below stands the union of both.",
        ),
        (
            "dice-for-iou",
            2 * shared / areas,
            "Dice, twice the overlap over both areas; IoU divides by the union.",
        ),
        _with_plus_one(a, b),
    ]
    return [*(wrong_number(*one) for one in found), *_other_formats(a, b)]


def _without_clamp(shared: int, areas: int) -> list[Wrong[Number]]:
    why = "multiplying two negative sides: clamp each at 0 before"
    found = [
        ("no-clamp", shared / (areas - shared), f"{why}."),
        (
            "union-not-subtracted",
            shared / areas,
            f"{why}; and the union is not the sum of the areas.",
        ),
        (
            "dice-for-iou",
            2 * shared / areas,
            f"{why}; and twice the overlap over both areas is Dice.",
        ),
    ]
    return [wrong_number(*one) for one in found]


def _touching_counts(a: Box, b: Box) -> list[Wrong[Number]]:
    edge, areas = max(_sides(a, b)), _area(a) + _area(b)
    shared = edge + 1
    found = [
        _with_plus_one(a, b),
        (
            "plus-one-inconsistent",
            shared / (areas - shared),
            "adding 1 to the sides of the intersection, where nothing is shared.",
        ),
        (
            "touching-is-overlap",
            edge / (areas - edge),
            "taking the common edge for an overlap; an edge has no area.",
        ),
    ]
    return [wrong_number(*one) for one in found]


def _with_plus_one(a: Box, b: Box) -> tuple[str, float, str]:
    width, height = _sides(a, b, 1)
    shared = width * height
    return (
        "plus-one",
        shared / (_area(a, 1) + _area(b, 1) - shared),
        "adding 1 to each side; in continuous coordinates a width is x2 − x1.",
    )


def _other_formats(a: Box, b: Box) -> list[Wrong[Number]]:
    """Return what comes of taking the last two numbers for width and height."""
    as_corners = [(x, y, x + w, y + h) for x, y, w, h in (a, b)]
    value = engine.iou(as_corners[:1], as_corners[1:]).item()
    text = "reading the last two numbers as width and height; they are a corner."
    return [wrong_number("xywh-mixup", value, text)]


def _said(box: Box) -> str:
    return f"({', '.join(map(str, box))})"


def _working(a: Box, b: Box, answer: Number) -> str:
    width, height = _sides(a, b)
    shared = max(width, 0) * max(height, 0)
    union = _area(a) + _area(b) - shared
    clamped = "" if min(width, height) > 0 else " Sides below 0 count as 0."
    return (
        f"Width of the intersection: min({a[2]}, {b[2]}) − max({a[0]}, {b[0]}) = "
        f"{say(width)}; height: min({a[3]}, {b[3]}) − max({a[1]}, {b[1]}) = "
        f"{say(height)}.{clamped}\n"
        f"Intersection: {max(width, 0)}·{max(height, 0)} = {shared}. "
        f"Areas: {_area(a)} and {_area(b)}.\n"
        f"Union: {_area(a)} + {_area(b)} − {shared} = {union}.\n"
        f"IoU = {shared}/{union} = {say(answer)}"
    )


GENERATOR = Generator(
    id="iou",
    title="Overlap of two boxes",
    topic="detection",
    version=1,
    make=make,
)
