"""A quiz under way: its questions, what was answered, and how it is continued."""

from __future__ import annotations

import contextlib
import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cnnquiz.errors import DataError
from cnnquiz.questions.generators import GENERATORS, generate
from cnnquiz.questions.items import LEVELS, Item, Level
from cnnquiz.questions.presentation import arrange
from cnnquiz.questions.select import choose, find

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from cnnquiz.tui.sessions import Session

# A blank is marked by running it in the player, which the interface does not do.
TYPES = (
    "choice", "multi", "number", "shape", "array", "order", "match", "bug", "explain",
)  # fmt: skip
USUAL_LENGTH = 10
LONGEST_REVIEW = 20


@dataclass(slots=True)
class Quiz:
    """Questions in the order in which they are asked, and the scores so far.

    `session` is the id of the event that began it in the record.
    """

    title: str
    items: list[Item]
    seed: int
    scores: dict[str, float] = field(default_factory=dict)
    session: str | None = None

    @property
    def current(self) -> Item | None:
        """Return the first question without an answer; None at the end."""
        return next((item for item in self.items if item.id not in self.scores), None)

    @property
    def number(self) -> int:
        """Return the number of the current question, from 1."""
        return len(self.scores) + 1

    @property
    def points(self) -> float:
        """Return the points so far; each question is worth one."""
        return sum(self.scores.values())

    @property
    def seconds_left(self) -> int:
        """Return how long the questions without an answer should take."""
        return sum(item.seconds for item in self.items if item.id not in self.scores)

    def missed(self) -> list[Item]:
        """Return the questions whose answers were not fully right."""
        return [item for item in self.items if self.scores.get(item.id, 1) < 1]


def draw(
    count: int = USUAL_LENGTH,
    topics: Collection[str] = (),
    level: Level | None = None,
    seed: int | None = None,
) -> Quiz:
    """Draw a quiz; no topics are all topics."""
    seed = secrets.randbelow(1 << 31) if seed is None else seed
    items = choose(count, seed, topics=topics or None, types=TYPES, level=level)
    return of_items(title_of(topics), items, seed)


def title_of(topics: Collection[str]) -> str:
    """Name a quiz after its topics."""
    from cnnquiz.questions.topics import TOPICS

    if not topics:
        return "All topics"
    first, *others = (TOPICS[topic].title for topic in topics)
    return f"{first} and {len(others)} more" if others else first


def of_items(title: str, items: Iterable[Item], seed: int) -> Quiz:
    """Make a quiz of these questions, their options in the order of the seed."""
    return Quiz(title, [arrange(item, seed) for item in items], seed)


def of_due(keys: Iterable[str], seed: int | None = None) -> Quiz:
    """Make a quiz of due cards; a generator asks with new numbers."""
    seed = secrets.randbelow(1 << 20) if seed is None else seed
    items: dict[str, Item] = {}
    for number, key in enumerate(keys):
        source = key.partition("#")[0]
        with contextlib.suppress(DataError):  # the bank no longer has it
            if source in GENERATORS:
                item = generate(source, seed + number, LEVELS[1])
            else:
                item = find(source)
            if item.type in TYPES:
                items[item.id] = item
    return of_items("Review", items.values(), seed)


def resume(session: Session) -> Quiz:
    """Make the quiz of a session again; questions that are gone are left out."""
    items = []
    for id_ in session.items:
        with contextlib.suppress(DataError, KeyError, ValueError):
            items.append(find(id_))
    quiz = of_items(session.title, items, session.seed)
    known = {item.id for item in quiz.items}
    quiz.scores = {k: v for k, v in session.scores.items() if k in known}
    quiz.session = session.id
    return quiz


def askable_topics() -> list[str]:
    """Return the topics that have questions, in the order of the course."""
    from cnnquiz.questions.bank import load_topic
    from cnnquiz.questions.topics import TOPICS

    generated = {generator.topic for generator in GENERATORS.values()}
    return [topic for topic in TOPICS if topic in generated or load_topic(topic)]
