"""The form of answers: what is right, and how an answer is kept and said."""

from __future__ import annotations

import string
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cnnquiz.questions.items import (
    Array,
    Blank,
    Bug,
    Choice,
    Explain,
    Grid,
    Item,
    Match,
    Multi,
    Number,
    NumberItem,
    Order,
    Shape,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

DIGITS = "123456789"
LETTERS = string.ascii_lowercase


@dataclass(frozen=True, slots=True)
class BugAnswer:
    """A line number (from 1) and the position of a fix."""

    line: int
    fix: int


@dataclass(frozen=True, slots=True)
class Explained:
    """The learner's words, and what they ticked after seeing the rubric."""

    text: str
    points: frozenset[int] = frozenset()
    flags: frozenset[int] = frozenset()


def positions(item: Item) -> tuple[int, ...]:
    """Return the positions of the options in the order in which they are shown."""
    return item.shown or tuple(range(count_of_options(item)))


def count_of_options(item: Item) -> int:
    """Return how many texts the learner picks from or arranges."""
    match item:
        case Choice() | Multi():
            return len(item.options)
        case Order():
            return len(item.texts)
        case Match():
            return len(item.rights)
        case Bug():
            return len(item.fixes)
    return 0


def label(item: Item, position: int) -> str:
    """Return the label that the option at a position of the file is shown with."""
    labels = LETTERS if isinstance(item, Order | Bug) else DIGITS
    return labels[positions(item).index(position)]


def right_answer(item: Item) -> Any:
    """Return the answer that earns full marks, in the form that `parse` returns."""
    match item:
        case Choice():
            return next(i for i, option in enumerate(item.options) if option.correct)
        case Multi():
            return frozenset(i for i, o in enumerate(item.options) if o.correct)
        case NumberItem() | Shape() | Array() | Blank():
            return item.answer
        case Order():
            return tuple(range(len(item.lines)))
        case Match():
            return tuple(range(len(item.pairs)))
        case Bug():
            fix = next(i for i, fix in enumerate(item.fixes) if fix.correct)
            return BugAnswer(item.line, fix)
        case Explain():
            return Explained("", frozenset(range(len(item.points))))
    raise TypeError(f"right_answer: {type(item).__name__} has no answer")


def as_data(item: Item, answer: Any) -> Any:
    """Return the answer as JSON can hold it: by value, never by position."""
    match item:
        case Choice():
            return item.options[answer].text
        case Multi():
            return [item.options[i].text for i in sorted(answer)]
        case Shape():
            return list(answer)
        case Array():
            return [list(row) for row in answer]
        case Order():
            return [item.texts[i] for i in answer]
        case Match():
            lefts = [pair.left for pair in item.pairs]
            rights = [item.rights[i] for i in answer]
            return dict(zip(lefts, rights, strict=True))
        case Bug():
            return {"line": answer.line, "fix": item.fixes[answer.fix].text}
        case Explain():
            points = [item.points[i] for i in sorted(answer.points)]
            flags = [item.flags[i].text for i in sorted(answer.flags)]
            return {"text": answer.text, "points": points, "flags": flags}
    return answer


def say(item: Item, answer: Any) -> str:
    """Return the answer as a learner reads it, with the labels that are shown."""
    match item:
        case Choice():
            return _labelled(item, answer, item.options[answer].text)
        case Multi():
            ticked = sorted(answer, key=positions(item).index)
            return "\n".join(_labelled(item, i, item.options[i].text) for i in ticked)
        case NumberItem():
            return f"{say_number(answer)} {item.unit}".rstrip()
        case Shape():
            return f"({', '.join(map(str, answer))}{',' if len(answer) == 1 else ''})"
        case Array():
            return say_grid(answer)
        case Order():
            return "\n".join(_labelled(item, i, item.texts[i]) for i in answer)
        case Match():
            return "\n".join(_said_pairs(item, answer))
        case Bug():
            fix = _labelled(item, answer.fix, item.fixes[answer.fix].text)
            return f"line {answer.line}\n{fix}"
        case Explain():
            return "\n".join(f"- {item.points[i]}" for i in sorted(answer.points))
    return str(answer)


def say_number(value: Number) -> str:
    """Write a number as a learner would: 1,792, 0.6652, -3."""
    if isinstance(value, int) or value.is_integer():
        return f"{int(value):,}"
    return f"{value:.5g}"


def say_grid(grid: Grid) -> str:
    """Write the rows of an array below each other, in columns."""
    cells = [[say_number(value) for value in row] for row in grid]
    width = max(len(cell) for row in cells for cell in row)
    return "\n".join(" ".join(cell.rjust(width) for cell in row) for row in cells)


def _labelled(item: Item, position: int, text: str) -> str:
    return f"{label(item, position)}) {text}"


def _said_pairs(item: Match, answer: tuple[int, ...]) -> Iterable[str]:
    for left, right in enumerate(answer):
        name = f"{LETTERS[left]}{label(item, right)}"
        yield f"{name}: {item.pairs[left].left} ↔ {item.rights[right]}"
