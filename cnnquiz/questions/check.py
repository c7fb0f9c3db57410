"""What is wrong with the bank: the authoring rules, held against every item."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cnnquiz.errors import DataError
from cnnquiz.questions.answers import right_answer
from cnnquiz.questions.bank import Bank, Place, load_bank, load_topic, read_file
from cnnquiz.questions.generators import GENERATORS, generate
from cnnquiz.questions.items import (
    Array,
    Bug,
    Choice,
    Item,
    Match,
    Multi,
    NumberItem,
    Option,
    Shape,
)
from cnnquiz.questions.marking import mark
from cnnquiz.questions.misconceptions import load_misconceptions
from cnnquiz.questions.parsing import is_number, parse_number
from cnnquiz.questions.topics import TOPICS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from pathlib import Path

# Options are of similar length: none longer than this many times the shortest, unless
# they are so short that a word makes the difference.
LONGEST_RATIO = 2.0
SHORT = 30
# Over the bank, the right option is the longest about as often as chance has it.
LONGEST_RIGHT_SHARE = 0.45
WHAT_IS_SHARE = 0.1
# Generators are tried on this many seeds a level; the tests try more.
SEEDS = 3
MOST_OPTIONS = {"choice": 4, "multi": 6}

_CATCH_ALL = re.compile(
    r"\b(all|none|both|neither) of (the )?(above|these)\b", re.IGNORECASE
)
_HIDDEN_NEGATIVE = re.compile(
    r"\b([Ww]hich|[Ww]hat)\b[^?]*\b(not|except|never|false)\b[^?]*\?"
)
_WHAT_IS = re.compile(r"^\s*(what is|what are|define)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend, and where."""

    place: Place
    item: str
    message: str

    def __str__(self) -> str:
        return f"{self.place}: {self.item}: {self.message}"


def check_bank(bank: Bank | None = None) -> list[Problem]:
    """Return all that breaks an authoring rule, in the order of the files.

    Raises
    ------
    DataError
        If the bank cannot be loaded at all.
    """
    bank = load_bank() if bank is None else bank
    known = load_misconceptions()
    problems = [
        Problem(bank.places[item.id], item.id, message)
        for item in bank
        for message in _check_item(item, known)
    ]
    return problems + list(_check_whole(bank))


def check_file(path: Path) -> list[str]:
    """Return what is wrong with a file of questions, which is named after its topic."""
    if path.stem not in TOPICS:
        return [f"{path.name} is not named after a topic, as pooling.toml is"]
    try:
        return [str(problem) for problem in check_bank(read_file(path, path.stem))]
    except DataError as error:
        return [str(error)]


def check_all() -> list[str]:
    """Return what is wrong with the bank and the generators, unreadable files too."""
    return [*_check_files(), *_check_generators()]


def _check_files() -> list[str]:
    # Each file by itself first: one that cannot be read must not hide the next.
    broken = []
    for topic in TOPICS:
        try:
            load_topic(topic)
        except DataError as error:
            broken.append(str(error))
    try:
        return broken or [str(problem) for problem in check_bank()]
    except DataError as error:  # an id that stands in two files
        return [str(error)]


def _check_generators() -> Iterator[str]:
    known = load_misconceptions()
    for id_, generator in GENERATORS.items():
        for level in generator.levels:
            for seed in range(SEEDS):
                item = generate(id_, seed, level)
                if not mark(item, right_answer(item)).correct:
                    yield f"{item.id}: the answer is not marked right"
                for name in item.misconceptions:
                    if name not in known:
                        yield f"{item.id}: misconception '{name}' is on no list"


def _check_item(item: Item, known: Collection[str]) -> Iterator[str]:
    yield from _check_fields(item, known)
    match item:
        case Choice() | Multi():
            yield from _check_options(item, item.options)
            most = MOST_OPTIONS[item.type]
            if not 3 <= len(item.options) <= most:
                yield f"{len(item.options)} options; 3 to {most} are good"
        case Bug():
            yield from _check_options(item, item.fixes)
            yield from _check_suspects(item)
        case NumberItem() | Shape() | Array():
            yield from _check_values(item)
        case Match() if len(item.rights) > 9:
            yield "more than nine right-hand texts"


def _check_fields(item: Item, known: Collection[str]) -> Iterator[str]:
    if item.id in GENERATORS:
        yield "a generator has this id"
    for name in item.misconceptions:
        if name not in known:
            yield f"misconception '{name}' is not in misconceptions.toml"
    if not re.search(r"\d|docs|torch\.|scipy\.|numpy\.", item.source):
        yield f"source '{item.source}' names no year, section or page"
    if ";" in item.source:
        yield f"source '{item.source}' names more than one"
    if _HIDDEN_NEGATIVE.search(item.stem):
        yield "the question is negative: write NOT in capitals, or turn it round"
    if item.raises and not item.code:
        yield "raises is set and there is no code"


def _check_options(item: Item, options: Sequence[Option]) -> Iterator[str]:
    texts = [option.text for option in options]
    for text in texts:
        if _CATCH_ALL.search(text):
            yield f"option '{text}' refers to other options"
    if len(set(texts)) != len(texts):
        yield "two options say the same"
    if all(is_number(text) for text in texts):
        values = [parse_number(text) for text in texts]
        if values != sorted(values):
            yield "numeric options are not sorted"
        if not item.check:
            yield "numeric options, and no check that proves them"
        return
    lengths = sorted(len(text) for text in texts)
    long = lengths[-1] > SHORT and not isinstance(item, Bug)
    if long and lengths[-1] > LONGEST_RATIO * lengths[0]:
        yield f"options are {lengths[0]} to {lengths[-1]} characters long"


def _check_suspects(item: Bug) -> Iterator[str]:
    if not item.check:
        yield "a bug without a check that tells the right fix from the wrong ones"
    for suspect in item.suspects:
        if not 1 <= suspect.line <= len(item.lines) or suspect.line == item.line:
            yield f"suspect: line {suspect.line} is no innocent line of the code"


def _check_values(item: NumberItem | Shape | Array) -> Iterator[str]:
    if not item.check:
        yield "no check proves the answer"
    if len(item.wrong) < 2:
        yield "fewer than two wrong values are explained"
    seen: list[object] = []
    for wrong in item.wrong:
        if mark(item, wrong.value).correct:
            yield f"the wrong value {wrong.value} is marked right"
        if wrong.value in seen:
            yield f"two wrong values are {wrong.value}"
        seen.append(wrong.value)


def _check_whole(bank: Bank) -> Iterator[Problem]:
    """Yield what shows only over many items: giveaways, and too much recall."""
    long = [
        item for item in bank if isinstance(item, Choice) and _right_is_longest(item)
    ]
    choices = sum(isinstance(item, Choice) for item in bank)
    if choices and len(long) > max(1, LONGEST_RIGHT_SHARE * choices):
        message = f"the right option is the longest in {len(long)} of {choices} choices"
        yield Problem(bank.places[long[0].id], long[0].id, message)
    recall = [item for item in bank if _WHAT_IS.search(item.stem)]
    if len(recall) > max(1, WHAT_IS_SHARE * len(bank)):
        message = f"{len(recall)} of {len(bank)} questions ask 'what is'"
        yield Problem(bank.places[recall[0].id], recall[0].id, message)
    stems = Counter(item.stem.strip() for item in bank)
    for item in bank:
        if stems[item.stem.strip()] > 1 and not item.code:
            yield Problem(bank.places[item.id], item.id, "another item has this stem")


def _right_is_longest(item: Choice) -> bool:
    lengths = {option.correct: len(option.text) for option in item.options}
    wrong = max(len(option.text) for option in item.options if not option.correct)
    return lengths[True] > wrong
