"""The log read as reviews: which card, when, and how well it was recalled."""

from __future__ import annotations

import itertools
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import IntEnum
from typing import TYPE_CHECKING, Literal

from cnnquiz.study.progress import NOT_STARTED
from cnnquiz.study.rows import Answer, Event, EventKind, Submission
from cnnquiz.study.timeline import in_order

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

CardKind = Literal["question", "exercise"]

# Submissions closer than this belong to one sitting, which is one review: eleven
# failures on the way to a pass are not eleven times forgotten.
SITTING_GAP = timedelta(hours=6)
# Beyond this multiple of the expected time, a right answer was hard to recall.
SLOW_FACTOR = 2.0
GUESS_CONFIDENCE = 1
HALF_RIGHT = 0.5


class Rating(IntEnum):
    """How well a card was recalled, in FSRS's numbers."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4


@dataclass(frozen=True, slots=True)
class Review:
    """One card recalled, or not, at one time."""

    at: datetime
    card: str
    kind: CardKind
    rating: Rating


def rate_answer(answer: Answer, expected_seconds: float | None = None) -> Rating:
    """Rate an answer: wrong AGAIN; partly right, slow or a guess HARD; right GOOD."""
    if not answer.correct:
        return Rating.HARD if answer.score >= HALF_RIGHT else Rating.AGAIN
    slow = (
        answer.seconds is not None
        and expected_seconds is not None
        and answer.seconds > SLOW_FACTOR * expected_seconds
    )
    return Rating.HARD if slow or answer.confidence == GUESS_CONFIDENCE else Rating.GOOD


def rate_sitting(submissions: Sequence[Submission], *, helped: bool = False) -> Rating:
    """Rate the submissions of one sitting up to its first pass.

    Passed at once is EASY, after tries GOOD, with hints HARD; correct but too slow is
    HARD; the rest AGAIN. `helped` says that a hint or the solution was shown.
    """
    last = submissions[-1]
    if last.status == "slow" or (
        not last.passed and any(each.status == "slow" for each in submissions)
    ):
        return Rating.HARD
    if not last.passed:
        return Rating.AGAIN
    if helped or last.hints > 0:
        return Rating.HARD
    return Rating.GOOD if len(submissions) > 1 else Rating.EASY


def reviews(
    answers: Iterable[Answer],
    submissions: Iterable[Submission],
    events: Iterable[Event],
    now: datetime,
    expected_seconds: Mapping[str, float],
) -> list[Review]:
    """Return every review of the log up to `now`, the earliest first."""
    found = [
        *_of_answers(in_order(answers, now), expected_seconds),
        *_of_submissions(in_order(submissions, now), in_order(events, now)),
    ]
    return sorted(found, key=lambda review: review.at)


def source_of(item: str) -> str:
    """Return what is asked again: the generator of `generator:level:seed`, or the item.

    A generated item never comes back with its old numbers.
    """
    return item.partition(":")[0]


def exercise_card(slug: str) -> str:
    """Return the key of an exercise; a generator may have the same name."""
    return f"exercise:{slug}"


def slug_of(card: str) -> str:
    """Return the exercise that a card of `exercise_card` stands for."""
    return card.partition(":")[2]


def misconception_card(item: str, misconception: str) -> str:
    """Return the key under which a generator is asked again for one misconception."""
    return f"{source_of(item)}#{misconception}"


def _of_answers(
    timed: Iterable[tuple[datetime, Answer]], expected_seconds: Mapping[str, float]
) -> Iterator[Review]:
    begun: set[str] = set()
    for at, answer in timed:
        source = source_of(answer.item)
        rating = rate_answer(answer, expected_seconds.get(source))
        asked = answer.card or source
        cards = dict.fromkeys([asked])
        if answer.seed is not None:
            # A wrong answer begins the cards of what it showed; a right one is a
            # review of those alone that were begun before.
            probed = (
                misconception_card(answer.item, misconception)
                for misconception in answer.misconceptions
            )
            cards |= dict.fromkeys(
                card for card in probed if not answer.correct or card in begun
            )
        begun.update(cards)
        for card in cards:
            yield Review(at, card, "question", rating)


def _of_submissions(
    timed: Iterable[tuple[datetime, Submission]],
    events: Iterable[tuple[datetime, Event]],
) -> Iterator[Review]:
    by_exercise: dict[str, list[tuple[datetime, Submission]]] = defaultdict(list)
    for at, submission in timed:
        if submission.status != NOT_STARTED:
            by_exercise[submission.exercise].append((at, submission))
    help_at: dict[str, list[datetime]] = defaultdict(list)
    for at, event in events:
        if event.kind in {EventKind.HINT, EventKind.SOLUTION_SHOWN}:
            help_at[str(event.payload.get("exercise"))].append(at)
    for exercise, mine in by_exercise.items():
        before = datetime.min.replace(tzinfo=UTC)
        for sitting in _sittings(mine):
            at = sitting[-1][0]
            rating = rate_sitting(
                [submission for _, submission in sitting],
                helped=any(before < shown <= at for shown in help_at[exercise]),
            )
            before = at
            yield Review(at, exercise_card(exercise), "exercise", rating)


def _sittings(
    timed: Sequence[tuple[datetime, Submission]],
) -> Iterator[list[tuple[datetime, Submission]]]:
    """Split at the gaps, and cut each part after its first pass."""
    parts = [[timed[0]]]
    for before, after in itertools.pairwise(timed):
        if after[0] - before[0] > SITTING_GAP:
            parts.append([])
        parts[-1].append(after)
    for part in parts:
        passes = (
            place for place, (_, submission) in enumerate(part) if submission.passed
        )
        yield part[: next(passes, len(part)) + 1]
