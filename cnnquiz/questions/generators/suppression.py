"""The generator nms: which boxes non-maximum suppression keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from cnnquiz import engine
from cnnquiz.questions.generators.decimals import say
from cnnquiz.questions.generators.framework import (
    SECONDS,
    Generator,
    redraw_unless,
    usable,
    wrong,
)
from cnnquiz.questions.items import Array, Item, Level, Wrong

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Iterable, Sequence

Row: TypeAlias = tuple[tuple[int, ...]]

# An IoU this close to the threshold would hang on rounding, or on ≥ against >.
CLEAR = 0.02
SIDES = (10, 12, 14, 16)


class Detections(NamedTuple):
    """Boxes with scores and classes, the threshold, and the IoU of each pair."""

    boxes: list[list[int]]
    scores: list[float]
    classes: list[int]
    threshold: float
    overlaps: list[list[float]]

    @property
    def by_score(self) -> list[int]:
        """The indices of the boxes, best first."""
        return sorted(range(len(self.scores)), key=lambda i: -self.scores[i])


def make(rng: random.Random, level: Level) -> Item:
    """Draw a chain A, B, C of boxes, and others: apart, near a box, of a class."""
    drawn = _draw(rng, level)
    _check(drawn, level)
    answer = (tuple(_keep(drawn)),)
    targets = {"nms-suppressed-suppress"}
    if level == "hard":
        targets.add("nms-cross-class")
    classes = len(set(drawn.classes)) > 1
    per_class = ", run for each class by itself," if classes else ""
    return Array(
        id="nms",
        topic="detection",
        level=level,
        seconds=2 * SECONDS[level],
        stem=(
            f"Greedy non-maximum suppression{per_class} drops a box whose IoU with "
            f"a kept one is above {drawn.threshold:g}. Which boxes stay? Type their "
            "numbers in one row, by falling score.\n\n"
            f"{_table(drawn, classes=classes)}"
        ),
        answer=answer,
        wrong=usable(answer, _candidates(drawn), targets),
        working=_working(drawn, answer[0]),
        source=f"torchvision.ops.{'batched_nms' if classes else 'nms'}",
        parameters={
            "boxes": drawn.boxes,
            "scores": drawn.scores,
            "iou_threshold": drawn.threshold,
            **({"classes": drawn.classes} if classes else {}),
        },
    )


def _draw(rng: random.Random, level: Level) -> Detections:
    """Draw A, B, C along a line, an outsider and its neighbours, and shuffle them."""
    side, across = rng.choice(SIDES), rng.choice(SIDES)
    first, second = rng.randint(1, side // 2), rng.randint(1, side // 2)
    sideways = rng.random() < 0.5
    far = rng.randint(40, 50)
    starts = [(x, 0) for x in (0, first, first + second)] + [(far, 0)]
    if level != "easy":
        starts.append((far + rng.randint(1, side // 2), rng.randint(0, 3)))
    if level == "hard":
        starts.append((first + rng.randint(1, 3), rng.randint(1, 3)))
    x0, y0 = rng.randint(0, 9), rng.randint(0, 9)
    boxes = [_box(x0 + x, y0 + y, side, across, sideways) for x, y in starts]
    # A beats B and B beats C: else there is no chain to be seen.
    scores = [s / 100 for s in rng.sample(range(30, 99), len(boxes))]
    scores[:3] = sorted(scores[:3], reverse=True)
    classes = [0] * len(boxes)
    if level == "hard":
        classes[3:] = [rng.randint(0, 1) for _ in boxes[3:]]
    order = rng.sample(range(len(boxes)), len(boxes))
    boxes = [boxes[i] for i in order]
    return Detections(
        boxes=boxes,
        scores=[scores[i] for i in order],
        classes=[classes[i] for i in order],
        threshold=rng.choice((0.3, 0.4, 0.5)),
        overlaps=engine.iou(boxes, boxes).tolist(),
    )


def _box(x: int, y: int, side: int, across: int, sideways: bool) -> list[int]:
    if sideways:
        return [x, y, x + side, y + across]
    return [y, x, y + across, x + side]


def _check(drawn: Detections, level: Level) -> None:
    count = len(drawn.boxes)
    for i in range(count):
        others = (drawn.overlaps[i][j] for j in range(count) if i != j)
        redraw_unless(all(abs(one - drawn.threshold) > CLEAR for one in others))
    if level == "hard":
        redraw_unless(len(set(drawn.classes)) == 2)


def _keep(drawn: Detections, *, per_class: bool = True) -> list[int]:
    """Return the survivors by falling score, one class at a time."""
    classes = drawn.classes if per_class else [0] * len(drawn.boxes)
    kept: list[int] = []
    for one in set(classes):
        members = [i for i, class_ in enumerate(classes) if class_ == one]
        survivors = engine.nms(
            [drawn.boxes[i] for i in members],
            [drawn.scores[i] for i in members],
            drawn.threshold,
        )
        kept += [members[i] for i in survivors]
    return [i for i in drawn.by_score if i in kept]


def _greedy(
    drawn: Detections,
    order: Sequence[int],
    drops: Callable[[Sequence[int], Sequence[int]], Iterable[int]],
) -> list[int]:
    """Go through boxes in an order; `drops` says which of seen and kept may drop."""
    overlaps = drawn.overlaps
    seen: list[int] = []
    kept: list[int] = []
    for box in order:
        rivals = [
            one for one in drops(seen, kept) if drawn.classes[one] == drawn.classes[box]
        ]
        if all(overlaps[box][one] <= drawn.threshold for one in rivals):
            kept.append(box)
        seen.append(box)
    return kept


def _candidates(drawn: Detections) -> list[Wrong[Row]]:
    by_score = drawn.by_score
    right = _keep(drawn)
    found = [
        (
            "nms-suppressed-suppress",
            _greedy(drawn, by_score, lambda seen, _: seen),
            "letting dropped boxes drop others; only kept ones do.",
        ),
        (
            "nms-cross-class",
            _keep(drawn, per_class=False),
            "letting a box drop those of another class.",
        ),
        (
            "nms-top-box-only",
            _greedy(drawn, by_score, lambda seen, _: seen[:1]),
            "comparing with the best box alone; every kept box drops its rivals.",
        ),
        (
            "nms-ascending",
            _greedy(drawn, by_score[::-1], lambda _, kept: kept),
            "starting with the lowest score; the best box goes first.",
        ),
        (
            "nms-by-index",
            sorted(right),
            "listing the boxes as they stand in the table, not by score.",
        ),
        (
            "nms-index-after-sort",
            [by_score.index(i) for i in right],
            "giving places in the sorted list; the table's own numbers are asked.",
        ),
    ]
    return [
        wrong(name, (tuple(kept),), f"{_said(kept)} comes from {text}")
        for name, kept, text in found
    ]


def _said(indices: Sequence[int]) -> str:
    return " ".join(map(str, indices))


def _table(drawn: Detections, *, classes: bool) -> str:
    lines = []
    for i, (box, score) in enumerate(zip(drawn.boxes, drawn.scores, strict=True)):
        corners = ", ".join(f"{corner:>2}" for corner in box)
        class_ = f", class {drawn.classes[i]}" if classes else ""
        lines.append(f"  box {i}: ({corners}), score {score:.2f}{class_}")
    return "\n".join(lines)


def _working(drawn: Detections, answer: Sequence[int]) -> str:
    overlaps = drawn.overlaps
    lines = [f"By falling score: {_said(drawn.by_score)}. Only kept boxes drop others."]
    kept: list[int] = []
    for box in drawn.by_score:
        rivals = [i for i in kept if drawn.classes[i] == drawn.classes[box]]
        over = [i for i in rivals if overlaps[box][i] > drawn.threshold]
        near = [i for i in rivals if 0 < overlaps[box][i] <= drawn.threshold]
        if over:
            value = say(overlaps[box][over[0]])
            lines.append(f"box {box}: IoU {value} with box {over[0]}: dropped")
            continue
        kept.append(box)
        seen = [f"IoU {say(overlaps[box][i])} with box {i}" for i in near]
        why = ", ".join(seen) or "no kept rival overlaps it"
        lines.append(f"box {box}: {why}: kept")
    lines.append(f"What stays: {_said(answer)}")
    return "\n".join(lines)


GENERATOR = Generator(
    id="nms",
    title="Survivors of non-maximum suppression",
    topic="detection",
    version=1,
    make=make,
)
