"""From what a learner types to an answer; what cannot be read is asked again."""

from __future__ import annotations

import ast
import math
import re
from fractions import Fraction
from functools import singledispatch
from typing import Any

from cnnquiz.questions.answers import (
    DIGITS,
    LETTERS,
    BugAnswer,
    Explained,
    label,
    positions,
)
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

LONGEST_NUMBER = 40
LONGEST_EXPRESSION = 200

_GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?", re.ASCII)
# Three digits of exponent: Fraction works out every one of its zeros.
_PLAIN = re.compile(r"[+-]?(\d+(_\d+)*(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)
_BETWEEN_ROWS = re.compile(r"\]\s*[,;]?\s*\[|[;\n]")


class AnswerError(ValueError):
    """The text is no answer to this question; the message says what one looks like."""


@singledispatch
def parse(item: Item, text: str) -> Any:
    """Return the answer that the text gives to the item.

    Choice: int. Multi: frozenset of int. Number: int or float. Shape: tuple of int.
    Array: tuple of rows. Order: tuple of int. Match: tuple, the right text's position
    for each left one. Bug: BugAnswer. Blank: str. Explain: Explained without ticks.
    Positions count from 0 in the order of the file, however the item is shown.

    Raises
    ------
    AnswerError
        If the text cannot be read; it says what was expected.
    """
    raise TypeError(f"parse: no reader for {type(item).__name__} ({text!r})")


@parse.register
def _(item: Choice, text: str) -> int:
    return _one_label(text, positions(item))


@parse.register
def _(item: Multi, text: str) -> frozenset[int]:
    return parse_ticks(text, positions(item))


@parse.register
def _(item: NumberItem, text: str) -> Number:
    return parse_number(text, item.unit)


@parse.register
def _(item: Shape, text: str) -> tuple[int, ...]:
    body = text.strip().strip("()[]").strip()
    words = [word for word in re.split(r"[\s,;x×*()]+", body.lower()) if word]
    example = ", ".join(item.axes)
    if not words:
        raise AnswerError(f"Type whole numbers for {example}, such as 8, 64, 56.")
    return tuple(_whole(word, example) for word in words)


@parse.register
def _(item: Array, text: str) -> Grid:
    rows = tuple(_row(row) for row in _BETWEEN_ROWS.split(text) if row.strip("[] \t,"))
    if not rows:
        raise AnswerError("Type the rows, with ; between them: 1 2; 3 4.")
    for position, row in enumerate(rows, start=1):
        if len(row) != len(rows[0]):
            raise AnswerError(
                f"Row {position} has {len(row)} numbers and row 1 has {len(rows[0])}; "
                "put ; between the rows."
            )
    size = len(item.answer) * len(item.answer[0])
    if len(rows) == 1 and len(item.answer) > 1 and len(rows[0]) == size:
        raise AnswerError(
            "Put ; between the rows, so that it is clear where each ends."
        )
    return rows


@parse.register
def _(item: Order, text: str) -> tuple[int, ...]:
    shown = positions(item)
    answer = tuple(_label(word, shown) for word in _words(text))
    if not answer:
        raise AnswerError("Type the letters in order, such as c a d b.")
    for position in answer:
        if answer.count(position) > 1:
            raise AnswerError(f"{label(item, position)} stands there twice.")
    missing = [label(item, position) for position in shown if position not in answer]
    if missing and not item.distractors:
        raise AnswerError(f"Every line has a place; missing: {' '.join(missing)}.")
    return answer


@parse.register
def _(item: Match, text: str) -> tuple[int, ...]:
    shown = positions(item)
    count = len(item.pairs)
    example = f"Type a number for each letter from a to {LETTERS[count - 1]}: a3 b1."
    found: dict[int, int] = {}
    rest = text.lower().strip()
    for letter, digits in re.findall(r"([a-z])\W*(\d+)", rest):
        left = LETTERS.index(letter)
        if left >= count or not 1 <= int(digits[:3]) <= len(shown):
            raise AnswerError(f"There is no {letter}{digits[:3]}. {example}")
        if left in found:
            raise AnswerError(f"{letter} stands there twice. {example}")
        found[left] = shown[int(digits) - 1]
    if re.sub(r"([a-z])\W*(\d+)|\W", "", rest) or len(found) < count:
        raise AnswerError(example)
    return tuple(found[left] for left in range(count))


@parse.register
def _(item: Bug, text: str) -> BugAnswer:
    words = text.replace(",", " ").split()
    if len(words) != 2:
        raise AnswerError("Type the line, then the fix: 3 b.")
    return BugAnswer(parse_line(item, words[0]), parse_fix(item, words[1]))


@parse.register
def _(_item: Blank, text: str) -> str:
    expression = text.strip()
    if not expression or len(expression) > LONGEST_EXPRESSION:
        raise AnswerError(
            f"Type one Python expression of at most {LONGEST_EXPRESSION} characters."
        )
    try:
        # On its own, so that nothing escapes, and in parentheses, as it will stand.
        for source in (expression, f"({expression})"):
            ast.parse(source, mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        reason = error.msg if isinstance(error, SyntaxError) else "it cannot be read"
        raise AnswerError(f"That is not a Python expression: {reason}.") from None
    return expression


@parse.register
def _(_item: Explain, text: str) -> Explained:
    if not text.strip():
        raise AnswerError("Type your answer, or - if you have said it aloud.")
    return Explained(text.strip())


def parse_line(item: Bug, text: str) -> int:
    """Return the number of the line that the learner suspects."""
    last = len(item.lines)
    word = text.strip().lower().removeprefix("line").strip()
    if not (word.isascii() and word.isdigit() and 1 <= int(word[:4]) <= last):
        raise AnswerError(f"Type the number of a line, 1 to {last}.")
    return int(word[:4])


def parse_fix(item: Bug, text: str) -> int:
    """Return the position of the fix that the learner picks."""
    return _one_label(text, positions(item))


def parse_ticks(
    text: str, shown: tuple[int, ...], *, none: bool = False
) -> frozenset[int]:
    """Return the ticked positions; with `none`, 0 stands for no tick at all."""
    if none and text.strip().lower() in {"0", "none"}:
        return frozenset()
    ticked = frozenset(_label(word, shown) for word in _words(text))
    if not ticked:
        nothing = ", or 0 for none" if none else ""
        raise AnswerError(f"Type the labels of all that hold, such as 1 3{nothing}.")
    return ticked


def parse_number(text: str, unit: str = "") -> Number:
    """Return the number: 3, -2.5, 1e6, 1_792, 1,792, 1/3 or 60%."""
    word = re.sub(r"\s*([/%])\s*", r"\1", text.strip().replace("−", "-"))
    percent = word.endswith("%")
    # Where the question asks for percent, 60 and 60% are the same answer.
    scale = Fraction(1, 100) if percent and unit != "%" else Fraction(1)
    word = _without_unit(word.removesuffix("%"), unit)
    if len(word) > LONGEST_NUMBER:
        raise AnswerError(_number_wanted(unit))
    top, slash, bottom = word.partition("/")
    value = _fraction(top, unit)
    if slash:
        divisor = _fraction(bottom, unit)
        if divisor == 0:
            raise AnswerError("A fraction cannot have 0 below the line.")
        value /= divisor
    value *= scale
    return int(value) if value.denominator == 1 else float(value)


def is_number(text: str) -> bool:
    """Return whether the whole text is one number."""
    try:
        parse_number(text)
    except AnswerError:
        return False
    return True


def _fraction(word: str, unit: str) -> Fraction:
    if _GROUPED.fullmatch(word):
        word = word.replace(",", "")
    elif re.fullmatch(r"[+-]?\d+,\d+", word):
        raise AnswerError("Write decimals with a point: 2.5, not 2,5.")
    if not _PLAIN.fullmatch(word) or math.isinf(float(word)):
        raise AnswerError(_number_wanted(unit))
    return Fraction(word.replace("_", ""))


def _without_unit(word: str, unit: str) -> str:
    if unit and word.lower().endswith(unit.lower()):
        return word[: -len(unit)].rstrip()
    return word


def _number_wanted(unit: str) -> str:
    what = f"a number in {unit}" if unit else "a number"
    return f"Type {what}, such as 12, 0.25, 1/4 or 1.2e6."


def _whole(word: str, axes: str) -> int:
    digits = word.replace("_", "")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 12):
        raise AnswerError(f"'{word[:20]}' is not a whole number; type {axes}.")
    return int(digits)


def _row(text: str) -> tuple[Number, ...]:
    words = [word for word in re.split(r"[\s,]+", text.strip("[] \t,")) if word]
    return tuple(parse_number(word) for word in words)


def _words(text: str) -> list[str]:
    """Split `1 3 4`, `1,3,4`, `134`, `a, c, d` and `c-a-d` into labels."""
    plain = text.strip().lower().replace("->", " ")
    words = re.split(r"[\s,;>→]+|(?<=\w)-(?=\w)", plain)
    return [label for word in words for label in word]


def _label(word: str, shown: tuple[int, ...]) -> int:
    count = len(shown)
    index = (LETTERS if word.isalpha() else DIGITS).find(word)
    if not 0 <= index < count:
        raise AnswerError(
            f"'{word}' is no label; they run from 1 (or a) "
            f"to {count} (or {LETTERS[count - 1]})."
        )
    return shown[index]


def _one_label(text: str, shown: tuple[int, ...]) -> int:
    words = _words(text.strip().rstrip(".)"))
    if len(words) != 1:
        last = LETTERS[len(shown) - 1]
        raise AnswerError(f"Type one label: 1 to {len(shown)}, or a to {last}.")
    return _label(words[0], shown)
