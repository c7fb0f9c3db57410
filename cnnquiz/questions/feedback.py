"""What is told after an answer: the mark, every option, the working, the source."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cnnquiz.questions.answers import (
    LETTERS,
    label,
    positions,
    right_answer,
    say,
)
from cnnquiz.questions.items import (
    Array,
    Blank,
    Bug,
    Choice,
    Item,
    Match,
    Multi,
    NumberItem,
    Option,
    Order,
    Shape,
)
from cnnquiz.questions.misconceptions import load_misconceptions

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from cnnquiz.questions.marking import Mark


@dataclass(frozen=True, slots=True)
class Note:
    """What there is to say about one option, pair or wrong value.

    `right` tells whether it belongs to the right answer, `given` whether the learner
    gave it.
    """

    label: str
    text: str
    right: bool
    given: bool


@dataclass(frozen=True, slots=True)
class Feedback:
    """All that is told after an answer, in the order in which to tell it.

    `headline` is one line, to stand behind the verdict: "Wrong: 56 comes from …".
    `corrections` put the misconceptions right that the answer shows.
    """

    verdict: str
    headline: str
    answer: str
    notes: tuple[Note, ...]
    corrections: tuple[str, ...]
    working: str
    source: str


def feedback(item: Item, answer: Any, mark: Mark) -> Feedback:
    """Return what to tell about an answer and its mark; None is no answer."""
    known = load_misconceptions()
    corrections = (known[m].correction for m in mark.misconceptions if m in known)
    return Feedback(
        verdict=mark.verdict,
        headline=" ".join(mark.message.split()),
        answer=say(item, right_answer(item)),
        notes=tuple(_notes(item, answer)),
        corrections=tuple(corrections),
        working=item.working,
        source=item.source,
    )


def _notes(item: Item, answer: Any) -> list[Note]:
    none = answer is None
    match item:
        case Choice():
            return _of_options(item, item.options, () if none else (answer,))
        case Multi():
            return _of_options(item, item.options, () if none else answer)
        case Bug():
            return _of_options(item, item.fixes, () if none else (answer.fix,))
        case Match():
            return [
                Note(LETTERS[i], pair.explanation, True, not none and answer[i] == i)
                for i, pair in enumerate(item.pairs)
            ]
        case Order():
            strays = enumerate(item.distractors, start=len(item.lines))
            return [
                Note(label(item, i), stray.explanation, False, not none and i in answer)
                for i, stray in strays
            ]
        case NumberItem() | Shape() | Array() | Blank():
            return [
                Note(say(item, w.value), w.explanation, False, w.value == answer)
                for w in item.wrong
            ]
    return []


def _of_options(
    item: Item, options: Sequence[Option], given: Collection[int]
) -> list[Note]:
    return [
        Note(label(item, i), options[i].explanation, options[i].correct, i in given)
        for i in positions(item)
    ]
