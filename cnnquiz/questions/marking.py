"""From an answer to a mark: how much of it is right, and what its errors show."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import singledispatch
from typing import Any, TypeAlias

from cnnquiz.questions.answers import BugAnswer, Explained, say_number
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
    Wrong,
)

Run: TypeAlias = Callable[[str, Sequence[str]], Sequence[str]]
"""Runs code where it can do no harm, then evaluates each test expression there.

Returns one string a test: empty if it holds, else what went wrong.
"""

RELATIVE = 1e-3
ABSOLUTE = 1e-6


@dataclass(frozen=True, slots=True)
class Part:
    """One piece of an answer: an option, an axis, a cell, a pair, a step."""

    label: str
    correct: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """What an answer is worth. `misconceptions` are those that it shows."""

    score: float
    message: str
    parts: tuple[Part, ...] = ()
    misconceptions: tuple[str, ...] = ()

    @property
    def correct(self) -> bool:
        """Whether nothing is missing and nothing is wrong."""
        return self.score == 1

    @property
    def verdict(self) -> str:
        """Return "Correct", "Partly" or "Wrong"."""
        if self.correct:
            return "Correct"
        return "Partly" if self.score > 0 else "Wrong"


def mark(item: Item, answer: Any, run: Run | None = None) -> Mark:
    """Mark an answer as `parsing.parse` returns it; None stands for no answer.

    `run` is needed for a `blank` alone. Nothing here is ever negative: penalties
    belong to exams, which apply them to the score.
    """
    if answer is None:
        return Mark(0, "No answer was given.")
    if isinstance(item, Blank):
        if run is None:
            raise TypeError("mark: a blank needs `run`, which runs code in the sandbox")
        return _mark_blank(item, answer, run)
    return _mark(item, answer)


def tolerance(answer: Number, stated: float | None = None) -> float:
    """Return how far a number may be off: nothing for whole numbers.

    Without a stated tolerance a fraction may be off by a thousandth of itself.
    """
    if stated is not None:
        return stated
    if isinstance(answer, int):
        return 0
    return max(RELATIVE * abs(answer), ABSOLUTE)


@singledispatch
def _mark(item: Item, answer: Any) -> Mark:
    raise TypeError(f"mark: no marking for {type(item).__name__} ({answer!r})")


@_mark.register
def _(item: Choice, answer: int) -> Mark:
    option = item.options[answer]
    shown = (option.misconception,) if option.misconception else ()
    return Mark(int(option.correct), option.explanation, misconceptions=shown)


@_mark.register
def _(item: Multi, answer: frozenset[int]) -> Mark:
    parts = []
    shown = []
    for position, option in enumerate(item.options):
        ticked = position in answer
        parts.append(Part(option.text, ticked == option.correct, option.explanation))
        if ticked and option.misconception:
            shown.append(option.misconception)
    missed = sum(o.correct and i not in answer for i, o in enumerate(item.options))
    wrongly = sum(not item.options[i].correct for i in answer)
    explained = f"{missed} missed, {wrongly} ticked though wrong."
    return _sum_up(parts, "options", tuple(shown), explained)


@_mark.register
def _(item: NumberItem, answer: Number) -> Mark:
    allowed = tolerance(item.answer, item.tolerance)
    if _near(answer, item.answer, allowed):
        return Mark(1, f"{say_number(item.answer)}{_after(item.unit)} is right.")
    for wrong in item.wrong:
        if _near(answer, wrong.value, tolerance(wrong.value, item.tolerance)):
            return _diagnosed(wrong)
    return Mark(0, f"The answer is {say_number(item.answer)}{_after(item.unit)}.")


@_mark.register
def _(item: Shape, answer: tuple[int, ...]) -> Mark:
    known = _of_subset(item.wrong, item.answer, answer)
    explained = " ".join(wrong.explanation for wrong in known)
    shown = tuple(wrong.misconception for wrong in known)
    if len(answer) != len(item.answer):
        count = f"{len(item.answer)} numbers are wanted ({', '.join(item.axes)})"
        message = explained or f"{count}; you gave {len(answer)}."
        return Mark(0, message, misconceptions=shown)
    parts = [
        Part(axis, got == want, "" if got == want else f"{axis} is {want}, not {got}")
        for axis, want, got in zip(item.axes, item.answer, answer, strict=True)
    ]
    return _sum_up(parts, "numbers", shown, explained)


@_mark.register
def _(item: Array, answer: Grid) -> Mark:
    rows, columns = len(item.answer), len(item.answer[0])
    whole = [w for w in item.wrong if _same_grid(w.value, answer, item.tolerance)]
    if (len(answer), len(answer[0])) != (rows, columns):
        if whole:
            return _diagnosed(whole[0])
        size = f"{len(answer)}×{len(answer[0])}"
        return Mark(0, f"The result is {rows}×{columns}; you gave {size}.")
    parts = []
    for i, row in enumerate(item.answer):
        for j, want in enumerate(row):
            right = _near(answer[i][j], want, tolerance(want, item.tolerance))
            note = f"{say_number(want)}, not {say_number(answer[i][j])}"
            label = f"row {i + 1}, column {j + 1}"
            parts.append(Part(label, right, "" if right else f"{label} is {note}"))
    explained = whole[0].explanation if whole else ""
    shown = (whole[0].misconception,) if whole else ()
    return _sum_up(parts, "cells", shown, explained)


@_mark.register
def _(item: Order, answer: tuple[int, ...]) -> Mark:
    count = len(item.lines)
    kept = _longest_common(answer, tuple(range(count)))
    parts = [Part(item.texts[p], p in kept) for p in answer]
    strays = [item.distractors[p - count] for p in answer if p >= count]
    shown = tuple(line.misconception for line in strays)
    score = len(kept) / max(count, len(answer))
    if score == 1:
        return Mark(1, f"All {count} lines stand in order.", tuple(parts))
    message = f"{len(kept)} of {count} lines stand in order."
    message = " ".join([message, *(line.explanation for line in strays)])
    return Mark(score, message, tuple(parts), shown)


@_mark.register
def _(item: Match, answer: tuple[int, ...]) -> Mark:
    extras = answer_extras(item, answer)
    parts = [
        Part(pair.left, position == right, pair.explanation)
        for position, (pair, right) in enumerate(zip(item.pairs, answer, strict=True))
    ]
    shown = tuple(extra.misconception for extra in extras)
    explained = " ".join(extra.explanation for extra in extras)
    return _sum_up(parts, "pairs", shown, explained)


@_mark.register
def _(item: Bug, answer: BugAnswer) -> Mark:
    fix = item.fixes[answer.fix]
    suspects = [s for s in item.suspects if s.line == answer.line]
    found = answer.line == item.line
    message = " ".join(
        [
            "" if found else f"Line {item.line} is wrong, not line {answer.line}.",
            *(suspect.explanation for suspect in suspects),
            fix.explanation,
        ]
    ).strip()
    named = (*(s.misconception for s in suspects), fix.misconception)
    shown = tuple(name for name in named if name)
    parts = (Part("line", found), Part("fix", fix.correct, fix.explanation))
    return Mark((found + fix.correct) / 2, message, parts, shown)


@_mark.register
def _(item: Explain, answer: Explained) -> Mark:
    parts = [Part(text, i in answer.points) for i, text in enumerate(item.points)]
    flags = [flag for i, flag in enumerate(item.flags) if i in answer.flags]
    made = len(answer.points)
    score = max(0, made - len(flags)) / len(item.points)
    message = f"{made} of {len(item.points)} key points"
    if flags:
        message += f", {len(flags)} red flag{'s' if len(flags) > 1 else ''}"
    shown = tuple(flag.misconception for flag in flags)
    return Mark(score, f"{message}.", tuple(parts), shown)


def _mark_blank(item: Blank, answer: str, run: Run) -> Mark:
    results = run(item.filled(answer), item.tests)
    failures = [result for result in results if result]
    if not failures and len(results) == len(item.tests):
        return Mark(1, "The code does what it should.")
    for wrong in item.wrong:
        if _spelled_alike(wrong.value, answer):
            return _diagnosed(wrong)
    return Mark(0, failures[0] if failures else "The code did not run to its end.")


def answer_extras(item: Match, answer: tuple[int, ...]) -> list[Any]:
    """Return the partners in the answer that belong to nothing."""
    count = len(item.pairs)
    return [item.extras[right - count] for right in answer if right >= count]


def _diagnosed(wrong: Wrong[Any]) -> Mark:
    return Mark(0, wrong.explanation, misconceptions=(wrong.misconception,))


def _sum_up(
    parts: Sequence[Part],
    what: str,
    misconceptions: tuple[str, ...],
    explained: str = "",
) -> Mark:
    right = sum(part.correct for part in parts)
    if right == len(parts):
        return Mark(1, f"All {right} {what} are right.", tuple(parts))
    missed = [part.note.removesuffix(".") for part in parts if not part.correct]
    notes = f"{'; '.join(missed)}."
    message = f"{right} of {len(parts)} {what} are right. {explained or notes}"
    return Mark(right / len(parts), message, tuple(parts), misconceptions)


def _near(got: Number, want: Number, allowed: float) -> bool:
    # The last digits of a float must not decide at the very edge of a tolerance.
    return math.isclose(got, want, rel_tol=1e-9, abs_tol=allowed * (1 + 1e-6))


def _same_grid(one: Grid, other: Grid, stated: float | None) -> bool:
    if (len(one), len(one[0])) != (len(other), len(other[0])):
        return False
    cells = zip(sum(one, ()), sum(other, ()), strict=True)
    return all(_near(got, want, tolerance(want, stated)) for want, got in cells)


def _of_subset(
    wrong: Sequence[Wrong[tuple[int, ...]]],
    right: tuple[int, ...],
    got: tuple[int, ...],
) -> list[Wrong[tuple[int, ...]]]:
    """Return the wrong tuples whose deviations from the right one `got` shares."""
    exact = [w for w in wrong if w.value == got]
    if exact or len(got) != len(right):
        return exact[:1]
    return [
        w
        for w in wrong
        if len(w.value) == len(right)
        and all(g == v for v, r, g in zip(w.value, right, got, strict=True) if v != r)
    ]


def _longest_common(one: tuple[int, ...], other: tuple[int, ...]) -> tuple[int, ...]:
    """Return the longest common subsequence."""
    best: dict[tuple[int, int], tuple[int, ...]] = {}
    for i in range(len(one) + 1):
        for j in range(len(other) + 1):
            if not i or not j:
                best[i, j] = ()
            elif one[i - 1] == other[j - 1]:
                best[i, j] = (*best[i - 1, j - 1], one[i - 1])
            else:
                best[i, j] = max(best[i - 1, j], best[i, j - 1], key=len)
    return best[len(one), len(other)]


def _spelled_alike(one: str, other: str) -> bool:
    return "".join(one.split()) == "".join(other.split())


def _after(unit: str) -> str:
    return f" {unit}" if unit else ""
