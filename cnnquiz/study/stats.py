"""How the learning goes, as plain data: nothing here prints or draws."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from itertools import pairwise
from math import sqrt
from typing import TYPE_CHECKING

from cnnquiz.study.reviews import source_of
from cnnquiz.study.rows import Answer, Submission
from cnnquiz.study.scheduler import Recall, Schedule, misconceptions_shown
from cnnquiz.study.timeline import in_order

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from cnnquiz.study.record import Record

# Edges of the groups in which predicted and observed recall are compared.
PREDICTION_EDGES = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 1.0)
# Mastery looks at this many of the newest answers to a topic.
RECENT = 20
Z95 = 1.96
# How many days ahead what comes due is counted, today the first.
DAYS_AHEAD = 7
# What a learner says who is asked how sure they are.
CONFIDENCE = {1: "a guess", 2: "fairly", 3: "certain"}


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many, with the 95 % Wilson interval of the chance behind it."""

    right: int
    asked: int

    @property
    def share(self) -> float | None:
        """Return right / asked; None when nothing was asked."""
        return self.right / self.asked if self.asked else None

    @property
    def interval(self) -> tuple[float, float]:
        """Return the Wilson interval: centre (p + z²/2n) / (1 + z²/n) ± its width."""
        if not self.asked:
            return 0.0, 1.0
        n, p = self.asked, self.right / self.asked
        scale = 1 + Z95**2 / n
        centre = (p + Z95**2 / (2 * n)) / scale
        width = Z95 * sqrt(p * (1 - p) / n + Z95**2 / (4 * n**2)) / scale
        return max(0.0, centre - width), min(1.0, centre + width)


@dataclass(frozen=True, slots=True)
class Retention:
    """Reviews whose recall was predicted alike: the mean prediction, what came."""

    predicted: float
    observed: Share


@dataclass(frozen=True, slots=True)
class Mastery:
    """One topic: every answer, and the newest ones alone."""

    topic: str
    all_time: Share
    recent: Share
    last: datetime


@dataclass(frozen=True, slots=True)
class OpenMisconception:
    """A wrong idea that was shown and has not been put right since.

    `where` holds the items, generators and exercises in which it was seen.
    """

    id: str
    times: int
    last: datetime
    where: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Calibration:
    """How often answers given with one confidence (1 to 3) were right."""

    confidence: int
    answers: Share


@dataclass(frozen=True, slots=True)
class Practice:
    """On how many days in a row, and for how long."""

    streak: int
    longest_streak: int
    seconds: float
    seconds_by_day: dict[date, float]


@dataclass(frozen=True, slots=True)
class Statistics:
    """Everything that a progress screen shows."""

    due_questions: int
    due_exercises: int
    due_ahead: tuple[int, ...]
    cards: int
    retention: tuple[Retention, ...]
    mastery: tuple[Mastery, ...]
    misconceptions: tuple[OpenMisconception, ...]
    calibration: tuple[Calibration, ...]
    practice: Practice


def statistics(
    record: Record, schedule: Schedule, now: datetime, zone: tzinfo = UTC
) -> Statistics:
    """Gather the statistics of a record; days are those of `zone`."""
    with record.snapshot():
        answers = in_order(record.answers(), now)
        submissions = in_order(record.submissions(), now)
    due = Counter(schedule.cards[key].kind for key in schedule.due(now))
    return Statistics(
        due_questions=due["question"],
        due_exercises=due["exercise"],
        due_ahead=due_ahead(schedule, now.astimezone(zone)),
        cards=len(schedule.cards),
        retention=retention(schedule.recalls),
        mastery=mastery(answers),
        misconceptions=open_misconceptions(answers, submissions),
        calibration=calibration(answer for _, answer in answers),
        practice=practice(answers, submissions, now.astimezone(zone).date(), zone),
    )


def due_ahead(schedule: Schedule, now: datetime) -> tuple[int, ...]:
    """Return how many cards come due on each of the next days, in the zone of `now`.

    What is due already counts for today.
    """
    today = now.date()
    days = Counter(
        max(today, card.due.astimezone(now.tzinfo).date())
        for card in schedule.cards.values()
    )
    return tuple(days[today + timedelta(days=ahead)] for ahead in range(DAYS_AHEAD))


def retention(recalls: Iterable[Recall]) -> tuple[Retention, ...]:
    """Compare predicted with observed recall, the lowest prediction first."""
    groups: dict[float, list[Recall]] = defaultdict(list)
    for recall in recalls:
        for low, high in pairwise(PREDICTION_EDGES):
            if low <= recall.predicted < high or recall.predicted == high == 1.0:
                groups[low].append(recall)
    return tuple(
        Retention(
            predicted=sum(recall.predicted for recall in group) / len(group),
            observed=Share(sum(recall.recalled for recall in group), len(group)),
        )
        for _, group in sorted(groups.items())
    )


def mastery(answers: Iterable[tuple[datetime, Answer]]) -> tuple[Mastery, ...]:
    """Return each topic that was asked, the weakest by its recent answers first."""
    by_topic: dict[str, list[tuple[datetime, Answer]]] = defaultdict(list)
    for at, answer in answers:
        if answer.topic is not None:
            by_topic[answer.topic].append((at, answer))
    found = [
        Mastery(topic, _share(mine), _share(mine[-RECENT:]), last=mine[-1][0])
        for topic, mine in by_topic.items()
    ]
    return tuple(sorted(found, key=lambda each: (each.recent.interval[0], each.topic)))


def open_misconceptions(
    answers: Iterable[tuple[datetime, Answer]],
    submissions: Iterable[tuple[datetime, Submission]],
) -> tuple[OpenMisconception, ...]:
    """Return what was shown and not put right since, the most frequent first.

    A right answer that probed a misconception puts it right, and so does a pass of an
    exercise in which it was seen.
    """
    seen: dict[str, OpenMisconception] = {}
    timed: list[tuple[datetime, Answer | Submission]] = [*answers, *submissions]
    timed.sort(key=lambda pair: pair[0])
    for at, row in timed:
        place = _place(row)
        for misconception in _put_right(row, seen):
            seen.pop(misconception, None)
        for misconception in misconceptions_shown(row):
            before = seen.get(misconception)
            seen[misconception] = OpenMisconception(
                misconception,
                times=(before.times if before else 0) + 1,
                last=at,
                where=tuple(dict.fromkeys([*(before.where if before else ()), place])),
            )
    return tuple(sorted(seen.values(), key=lambda each: (-each.times, each.id)))


def calibration(answers: Iterable[Answer]) -> tuple[Calibration, ...]:
    """Return the share of right answers at each confidence that was given."""
    given: dict[int, list[bool]] = defaultdict(list)
    for answer in answers:
        if answer.confidence is not None:
            given[answer.confidence].append(answer.correct)
    return tuple(
        Calibration(confidence, Share(sum(right), len(right)))
        for confidence, right in sorted(given.items())
    )


def practice(
    answers: Iterable[tuple[datetime, Answer]],
    submissions: Iterable[tuple[datetime, Submission]],
    today: date,
    zone: tzinfo = UTC,
) -> Practice:
    """Return the days in a row up to today, or yesterday, and the time spent."""
    by_day: dict[date, float] = defaultdict(float)
    timed: list[tuple[datetime, Answer | Submission]] = [*answers, *submissions]
    for at, row in timed:
        by_day[at.astimezone(zone).date()] += row.seconds or 0.0
    runs = _run_lengths(by_day)
    return Practice(
        streak=runs.get(today) or runs.get(today - timedelta(days=1)) or 0,
        longest_streak=max(runs.values(), default=0),
        seconds=sum(by_day.values()),
        seconds_by_day=dict(sorted(by_day.items())),
    )


def _run_lengths(days: Iterable[date]) -> dict[date, int]:
    """Map each day to how many days in a row end with it."""
    lengths: dict[date, int] = {}
    for day in sorted(days):
        lengths[day] = lengths.get(day - timedelta(days=1), 0) + 1
    return lengths


def _share(answers: Sequence[tuple[datetime, Answer]]) -> Share:
    return Share(sum(answer.correct for _, answer in answers), len(answers))


def _place(row: Answer | Submission) -> str:
    return source_of(row.item) if isinstance(row, Answer) else row.exercise


def _put_right(
    row: Answer | Submission, seen: Mapping[str, OpenMisconception]
) -> tuple[str, ...]:
    if isinstance(row, Answer):
        return row.misconceptions if row.correct else ()
    if not row.passed:
        return ()
    return tuple(each.id for each in seen.values() if row.exercise in each.where)
