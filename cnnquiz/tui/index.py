"""Everything that can be browsed, and how typed words narrow it.

The index is the same for everyone and built once; states are the learner's own.
"""

from __future__ import annotations

import gc
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal, get_args

from cnnquiz.curriculum.catalog import every
from cnnquiz.questions.bank import load_bank
from cnnquiz.questions.generators import GENERATORS
from cnnquiz.questions.items import LEVELS
from cnnquiz.questions.misconceptions import load_misconceptions
from cnnquiz.questions.topics import TOPICS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from cnnquiz.curriculum.catalog import Entry as CatalogEntry
    from cnnquiz.questions.items import Item

Kind = Literal["topic", "exercise", "misconception", "question", "generator"]
KINDS: tuple[Kind, ...] = get_args(Kind)
STATES = (
    "never", "right", "wrong", "due", "flagged", "passed", "slow", "attempted",
)  # fmt: skip
Key = tuple[Kind, str]


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that can be found and opened.

    `text` is what words are looked for in; `note` is said behind the title. `related`
    holds, for a misconception, the exercises that know it.
    """

    kind: Kind
    id: str
    title: str
    text: str
    level: str = ""
    note: str = ""
    related: tuple[str, ...] = ()

    @property
    def key(self) -> Key:
        """What the states of the learner call it."""
        return self.kind, self.id


@dataclass(frozen=True, slots=True)
class Query:
    """What is wanted: one of the kinds, one of the levels, each state, each text."""

    kinds: frozenset[str] = frozenset()
    levels: frozenset[str] = frozenset()
    states: frozenset[str] = frozenset()
    texts: tuple[str, ...] = ()

    @classmethod
    def of(cls, typed: str) -> Query:
        """Read it from words; a word that is no filter is looked for in the texts."""
        words = typed.lower().split()
        kinds = {word: word.removesuffix("s") for word in words}
        known = {word for word in words if kinds[word] in KINDS}
        return cls(
            kinds=frozenset(kinds[word] for word in known),
            levels=frozenset(word for word in words if word in LEVELS),
            states=frozenset(word for word in words if word in STATES),
            texts=tuple(
                word for word in words if word not in {*known, *LEVELS, *STATES}
            ),
        )

    def wants(self, entry: Entry, states: frozenset[str]) -> bool:
        """Say whether an entry in these states is asked for."""
        return (
            (not self.kinds or entry.kind in self.kinds)
            and (not self.levels or entry.level in self.levels)
            and self.states <= states
            and all(text in entry.text for text in self.texts)
        )


@cache
def index() -> tuple[Entry, ...]:
    """Return every entry, kind by kind; about a second the first time."""
    exercises = every()
    entries = (
        *(_topic(id_) for id_ in TOPICS),
        *(_exercise(entry) for entry in exercises),
        *_misconceptions(exercises),
        *(question(item) for item in load_bank()),
        *(_generator(id_) for id_ in GENERATORS),
    )
    # All this stays: to look through it for garbage again and again stalls the keys.
    gc.freeze()
    return entries


def matching(
    entries: Iterable[Entry], query: Query, states: Mapping[Key, frozenset[str]]
) -> dict[Kind, list[Entry]]:
    """Return the entries that are asked for, by kind; a kind without any is left out."""
    nothing: frozenset[str] = frozenset()
    found: dict[Kind, list[Entry]] = {}
    for entry in entries:
        if query.wants(entry, states.get(entry.key, nothing)):
            found.setdefault(entry.kind, []).append(entry)
    return {kind: found[kind] for kind in KINDS if kind in found}


def question(item: Item) -> Entry:
    """Return the entry of one question, fixed or drawn."""
    title, _, _ = item.stem.partition("\n")
    said = (
        item.id, item.type, item.topic, TOPICS[item.topic].title, item.stem,
        *item.misconceptions,
    )  # fmt: skip
    return Entry(
        "question", item.id, title, _text("question", *said), item.level, item.topic
    )


def _topic(id_: str) -> Entry:
    title = TOPICS[id_].title
    return Entry("topic", id_, title, _text("topic", id_, title))


def _exercise(entry: CatalogEntry) -> Entry:
    said = _text("exercise", entry.slug, entry.track, entry.title)
    return Entry("exercise", entry.slug, entry.slug, said, entry.level, entry.title)


def _generator(id_: str) -> Entry:
    made = GENERATORS[id_]
    said = _text("generator", id_, made.title, made.topic, TOPICS[made.topic].title)
    return Entry("generator", id_, made.title, said, note=made.topic)


def _misconceptions(exercises: Iterable[CatalogEntry]) -> Iterator[Entry]:
    """Yield the questions' misconceptions, then those of exercises alone."""
    words = {
        id_: (each.title, each.correction)
        for id_, each in load_misconceptions().items()
    }
    known_by: dict[str, list[str]] = {}
    for slug, id_, title, lesson in _of_exercises(exercises):
        words.setdefault(id_, (title, lesson))
        known_by.setdefault(id_, []).append(slug)
    for id_, (title, correction) in words.items():
        slugs = tuple(known_by.get(id_, ()))
        said = _text("misconception", id_, title, correction, *slugs)
        yield Entry("misconception", id_, title, said, note=correction, related=slugs)


def _of_exercises(
    exercises: Iterable[CatalogEntry],
) -> Iterator[tuple[str, str, str, str]]:
    for entry in exercises:
        try:
            known = entry.load().misconceptions
        except Exception:  # noqa: BLE001, S112 - a pack's code may raise anything
            continue
        for each in known:
            yield entry.slug, each.id, each.title, each.lesson


def _text(*parts: str) -> str:
    return " ".join(parts).lower()
