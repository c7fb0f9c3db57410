"""The scorecard: all that is said after an interview, as plain data.

`scorecard` is a pure function of the sitting and of what the rest of the record adds:
when cards are due, when a topic was last asked, and how earlier interviews went.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cnnquiz.errors import UsageError
from cnnquiz.questions.topics import TOPICS
from cnnquiz.study.interview import advice
from cnnquiz.study.interview.dimensions import (
    NAMES,
    TITLES,
    Dimension,
    Word,
    dimensions,
    mean,
    verdict,
)
from cnnquiz.study.interview.log import Rows, read
from cnnquiz.study.interview.outcomes import outcomes, under_way
from cnnquiz.study.stats import Calibration, Share

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from cnnquiz.study.interview.advice import Drill, Next
    from cnnquiz.study.interview.log import Log
    from cnnquiz.study.interview.outcomes import Outcome, Shown
    from cnnquiz.study.record import Record

TREND = 5
SURE = 3
# A wrong answer in less than this share of its time was not thought over.
FAST = 0.5
FEWEST_DIGITS = 8


@dataclass(frozen=True, slots=True)
class Misheld:
    """A misconception that was shown: how often, where, and what is right."""

    id: str
    title: str
    times: int
    where: tuple[str, ...]
    correction: str
    source: str


@dataclass(frozen=True, slots=True)
class TopicRow:
    """One topic: how many of how many were right here, and when it was last asked."""

    topic: str
    answers: Share
    last: datetime | None

    @property
    def title(self) -> str:
        """Return the topic's name."""
        return TOPICS[self.topic].title


@dataclass(frozen=True, slots=True)
class Timed:
    """The time of one unit against its budget."""

    id: str
    seconds: float
    budget: float
    right: bool
    remark: str


@dataclass(frozen=True, slots=True)
class CodeRow:
    """How an exercise went; `solution` is a command, once it is closed."""

    slug: str
    status: str
    message: str
    checks_passed: int
    checks: int
    submissions: int
    hints: int
    resembles: tuple[str, ...]
    solution: str | None


@dataclass(frozen=True, slots=True)
class Past:
    """One interview of the trend."""

    at: datetime
    verdict: Word
    mean: float | None


@dataclass(frozen=True, slots=True)
class Background:
    """What the rest of the record adds to a sitting."""

    due: Mapping[str, datetime] = field(default_factory=dict)
    last_seen: Mapping[str, datetime] = field(default_factory=dict)
    trend: tuple[Past, ...] = ()


@dataclass(frozen=True, slots=True)
class Scorecard:
    """Everything that is said of one sitting."""

    id: str
    preset: str
    what: str
    at: datetime
    seed: int
    most: int | None
    version: str
    finished: bool
    answered: int
    planned: int
    verdict: Word
    mean: float | None
    points: float | None
    out_of: float
    dimensions: tuple[Dimension, ...]
    left_out: tuple[str, ...]
    misconceptions: tuple[Misheld, ...]
    topics: tuple[TopicRow, ...]
    calibration: tuple[Calibration, ...]
    sure_and_wrong: tuple[str, ...]
    used: float
    time: float
    times: tuple[Timed, ...]
    code: tuple[CodeRow, ...]
    follow_ups: tuple[Next, ...]
    plan: tuple[Drill, ...]
    trend: tuple[Past, ...]
    outcomes: tuple[Outcome, ...]


def scorecard(log: Log, went: Sequence[Outcome], background: Background) -> Scorecard:
    """Return the scorecard of a sitting whose units went like this."""
    found = dimensions(went)
    have = {each.name for each in found}
    out_of = sum(each.worth for each in went)
    return Scorecard(
        id=log.id,
        preset=log.preset.name,
        what=log.preset.what,
        at=log.at,
        seed=log.plan.seed,
        most=log.most,
        version=log.version,
        finished=log.ended,
        answered=sum(not each.skipped for each in went),
        planned=max(log.plan.most, len(went)),
        verdict=verdict(found),
        mean=mean(found),
        points=_points(went) if out_of else None,
        out_of=out_of,
        dimensions=found,
        left_out=tuple(TITLES[name] for name in NAMES if name not in have),
        misconceptions=_misheld(went),
        topics=_topics(went, background.last_seen),
        calibration=_calibration(went),
        sure_and_wrong=tuple(
            each.id for each in went if each.confidence == SURE and not each.right
        ),
        used=log.used,
        time=60.0 * log.minutes,
        times=tuple(map(_timed, went)),
        code=tuple(_code(each) for each in went if each.code),
        follow_ups=advice.follow_ups(went, log.plan.seed),
        plan=advice.drills(went, background.due),
        trend=background.trend,
        outcomes=tuple(went),
    )


def of_session(record: Record, id_: str | None = None) -> Scorecard:
    """Return the scorecard of the sitting whose id begins so, or of the last one.

    Raises
    ------
    UsageError
        If there is none, or if several begin so.
    """
    logs = read(record)
    log = _chosen(logs, id_)
    rows = Rows.of(record)
    went = [*outcomes(log, rows), *under_way(log, rows)]
    same = [each for each in logs if each.preset is log.preset and each.at <= log.at]
    counted = [each for each in same if each.ended or each is log][-TREND:]
    last_seen: dict[str, datetime] = {}
    for row in rows.answers.values():
        if row.topic is not None:
            last_seen[row.topic] = max(row.at, last_seen.get(row.topic, row.at))
    background = Background(
        due=_due(record),
        last_seen=last_seen,
        trend=tuple(_past(each, rows) for each in counted),
    )
    return scorecard(log, went, background)


def _chosen(logs: Sequence[Log], id_: str | None) -> Log:
    if not logs:
        raise UsageError("there was no interview yet; 'cnnquiz interview' lists them")
    if id_ is None:
        return logs[-1]
    found = [log for log in logs if log.id.startswith(id_.lower())]
    if not found:
        last = ", ".join(log.id[:FEWEST_DIGITS] for log in logs[-TREND:])
        raise UsageError(f"there is no interview '{id_}'; the last ones are {last}")
    if len(found) > 1:
        raise UsageError(f"{len(found)} interviews begin with '{id_}'; say more of it")
    return found[0]


def _due(record: Record) -> dict[str, datetime]:
    from cnnquiz.study.scheduler import Schedule

    cards = Schedule.from_record(record).cards
    return {key: card.due for key, card in cards.items()}


def _past(log: Log, rows: Rows) -> Past:
    found = dimensions([*outcomes(log, rows), *under_way(log, rows)])
    return Past(log.at, verdict(found), mean(found))


def _points(went: Iterable[Outcome]) -> float:
    return max(0.0, sum(each.worth * each.earned for each in went))


def _misheld(went: Iterable[Outcome]) -> tuple[Misheld, ...]:
    """Return what was shown, the most frequent first."""
    shown: dict[str, list[Shown]] = defaultdict(list)
    for outcome in went:
        for each in outcome.shown:
            shown[each.id].append(each)
    found = [
        Misheld(
            id_,
            each[0].title,
            len(each),
            tuple(dict.fromkeys(one.where for one in each)),
            each[0].correction,
            each[0].source,
        )
        for id_, each in shown.items()
    ]
    return tuple(sorted(found, key=lambda each: -each.times))


def _topics(
    went: Iterable[Outcome], last_seen: Mapping[str, datetime]
) -> tuple[TopicRow, ...]:
    """Return all topics in the order of the course, asked here or not."""
    right: dict[str, list[bool]] = defaultdict(list)
    for outcome in went:
        if outcome.topic:
            right[outcome.topic].append(outcome.right)
    return tuple(
        TopicRow(
            topic,
            Share(sum(right.get(topic, ())), len(right.get(topic, ()))),
            last_seen.get(topic),
        )
        for topic in TOPICS
    )


def _calibration(went: Iterable[Outcome]) -> tuple[Calibration, ...]:
    given: dict[int, list[bool]] = defaultdict(list)
    for outcome in went:
        if outcome.confidence is not None:
            given[outcome.confidence].append(outcome.right)
    return tuple(
        Calibration(confidence, Share(sum(right), len(right)))
        for confidence, right in sorted(given.items())
    )


def _timed(outcome: Outcome) -> Timed:
    over = outcome.seconds > outcome.budget
    remark = ""
    if outcome.skipped:
        remark = "not answered"
    elif over:
        remark = "right but slow" if outcome.right else "slow"
    elif outcome.code or outcome.right:
        remark = ""
    elif outcome.seconds < FAST * outcome.budget:
        remark = "fast and wrong" if outcome.score == 0 else "fast, not all of it"
    return Timed(outcome.id, outcome.seconds, outcome.budget, outcome.right, remark)


def _code(outcome: Outcome) -> CodeRow:
    code = outcome.code
    if code is None:
        raise TypeError(f"_code: '{outcome.id}' is no exercise")
    return CodeRow(
        outcome.id,
        code.status,
        code.message,
        code.checks_passed,
        code.checks,
        code.submissions,
        code.hints,
        tuple(each.title for each in outcome.shown),
        f"cnnquiz solution {outcome.id}" if outcome.closed else None,
    )
