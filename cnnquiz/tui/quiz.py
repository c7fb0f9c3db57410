"""A quiz under way: its questions, what was answered, and how it is continued."""

from __future__ import annotations

import contextlib
import secrets
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cnnquiz.errors import DataError
from cnnquiz.questions.generators import GENERATORS
from cnnquiz.questions.items import Item, Level
from cnnquiz.questions.presentation import arrange
from cnnquiz.questions.select import choose, find
from cnnquiz.study import drills, sessions

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from cnnquiz.study.drills import Asked
    from cnnquiz.study.record import Record
    from cnnquiz.study.sessions import Session

KINDS = ("quiz", drills.KIND)
SINGLE = "single"
USUAL_LENGTH = 10
LONGEST_REVIEW = 20


@dataclass(slots=True)
class Quiz:
    """Questions in the order in which they are asked, and the scores so far.

    `kind` is a quiz, a drill or a single question; `cards` maps items to the
    scheduler's keys that a drill asks them for; `session` is this in the record.
    """

    title: str
    items: list[Item]
    seed: int
    scores: dict[str, float] = field(default_factory=dict)
    kind: str = "quiz"
    cards: Mapping[str, str] = field(default_factory=dict)
    session: Session | None = None

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

    @property
    def is_single(self) -> bool:
        """Say whether it is one question, looked up: home does not go on with it."""
        return self.kind == SINGLE

    def begin(self, record: Record) -> None:
        """Write the start to the record, so that the quiz can be continued."""
        if self.is_single:
            return
        ids = [item.id for item in self.items]
        self.session = sessions.begin(
            record, self.kind, self.title, self.seed, ids, self.cards
        )

    def end(self, record: Record) -> None:
        """Write that the quiz is over."""
        if self.session is not None:
            sessions.end(record, self.session)

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
    items = choose(count, seed, topics=topics or None, level=level)
    return of_items(title_of(topics), items, seed)


def title_of(topics: Collection[str]) -> str:
    """Name a quiz after its topics."""
    from cnnquiz.questions.topics import TOPICS

    if not topics:
        return "All topics"
    first, *others = (TOPICS[topic].title for topic in topics)
    return f"{first} and {len(others)} more" if others else first


def named(kind: str, title: str) -> str:
    """Call a quiz or a drill by its name where other things are named too."""
    return title if kind == drills.KIND else f"Quiz: {title}"


def of_items(title: str, items: Iterable[Item], seed: int) -> Quiz:
    """Make a quiz of these questions, their options in the order of the seed."""
    return Quiz(title, [arrange(item, seed) for item in items], seed)


def of_one(item: Item) -> Quiz:
    """Make a quiz of one question that was looked up.

    Its options stand in the same order each time, so that what was ticked and then left
    is still the same when it is looked up again.
    """
    quiz = of_items("One question", [item], zlib.crc32(item.id.encode()))
    quiz.kind = SINGLE
    return quiz


def of_drill(what: str | None, asked: Sequence[Asked], seed: int) -> Quiz:
    """Make a drill of questions, each asked for its card."""
    drill = of_items(drills.title(what), [each.item for each in asked], seed)
    drill.kind = drills.KIND
    drill.cards = {each.item.id: each.card for each in asked if each.card}
    return drill


def drill(
    record: Record | None,
    what: str,
    seed: int | None = None,
    count: int = USUAL_LENGTH,
) -> Quiz:
    """Make a drill of what is weak, of a topic, or of a misconception."""
    seed = secrets.randbelow(1 << 20) if seed is None else seed
    return of_drill(what, drills.select(record, what, count, seed), seed)


def of_due(record: Record | None, seed: int | None = None) -> Quiz:
    """Make a drill of what is due."""
    return drill(record, "due", seed, LONGEST_REVIEW)


def resume(session: Session) -> Quiz:
    """Make the quiz of a session again; questions that are gone are left out."""
    items = []
    for id_ in session.items:
        with contextlib.suppress(DataError, KeyError, ValueError):
            items.append(find(id_))
    quiz = of_items(session.title, items, session.seed)
    known = {item.id for item in quiz.items}
    quiz.scores = {k: v for k, v in session.scores.items() if k in known}
    quiz.kind, quiz.cards, quiz.session = session.kind, session.cards, session
    return quiz


def askable_topics() -> list[str]:
    """Return the topics that have questions, in the order of the course."""
    from cnnquiz.questions.bank import load_topic
    from cnnquiz.questions.topics import TOPICS

    generated = {generator.topic for generator in GENERATORS.values()}
    return [topic for topic in TOPICS if topic in generated or load_topic(topic)]
