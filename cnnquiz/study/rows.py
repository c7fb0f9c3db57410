"""What the record holds, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping


class EventKind(StrEnum):
    """The events that this version writes; a record may hold others."""

    HINT = "hint"
    SOLUTION_SHOWN = "solution_shown"
    SESSION_BEGUN = "session_begun"
    SESSION_ENDED = "session_ended"
    FLAG = "flag"
    BRING_FORWARD = "bring_forward"


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer to one question.

    `item` is an id of the bank, or `generator:level:seed`; then `seed` is set.
    `misconceptions` are those that a wrong answer shows, or that a right one was asked
    to probe. `card` is the scheduler's key that was asked for, None for the item's own.
    """

    id: str
    item: str
    answer: str
    correct: bool
    score: float
    at: datetime
    seed: int | None = None
    level: str | None = None
    confidence: int | None = None
    seconds: float | None = None
    topic: str | None = None
    misconceptions: tuple[str, ...] = ()
    card: str | None = None


@dataclass(frozen=True, slots=True)
class Submission:
    """One graded file.

    `verdict` has the keys of the submission's entry in the JSON of `cnnquiz grade`, and
    may have more, which a later reader ignores. `hints` counts those taken so far;
    `seconds` is the learner's time, not the grader's.
    """

    id: str
    exercise: str
    source: str
    verdict: Mapping[str, Any]
    status: str
    passed: bool
    at: datetime
    seed: int | None = None
    hints: int = 0
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """Anything else worth remembering: a hint taken, a session begun, a flag."""

    id: str
    kind: str
    payload: Mapping[str, Any]
    at: datetime


@dataclass(frozen=True, slots=True)
class Draft:
    """The text in the editor of one exercise when it was last saved."""

    exercise: str
    text: str
    at: datetime


State = Literal["not started", "attempted", "slow", "passed"]


@dataclass(frozen=True, slots=True)
class ExerciseProgress:
    """How far the learner is with one exercise; attempts leave out untouched stubs."""

    exercise: str
    state: State = "not started"
    best_status: str | None = None
    attempts: int = 0
    last: datetime | None = None


@dataclass(frozen=True, slots=True)
class TopicProgress:
    """How many questions of one topic were asked, and how many answered right."""

    topic: str
    asked: int
    right: int
    last: datetime


Row = Answer | Submission | Event


def utc_now() -> datetime:
    """Return the time by this machine's clock."""
    return datetime.now(UTC)
