"""What the record holds of interviews: each step as an event, in order."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from cnnquiz.study.interview import plan as plans
from cnnquiz.study.interview.presets import PRESETS, Preset
from cnnquiz.study.interview.units import Unit
from cnnquiz.study.rows import Answer, EventKind, Submission

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from cnnquiz.study.interview.plan import Plan
    from cnnquiz.study.record import Record
    from cnnquiz.study.rows import Event

# The kind of the session, and of each event of a step.
KIND = "interview"


class What(StrEnum):
    """The steps of a sitting."""

    PLANNED = "planned"
    ANSWERED = "answered"
    SAID = "said"
    SKIPPED = "skipped"
    OPENED = "opened"
    GRADED = "graded"
    HINTED = "hinted"
    CLOSED = "closed"
    PAUSED = "paused"


# After one of these a unit is over.
FINAL = frozenset({What.ANSWERED, What.SAID, What.SKIPPED, What.CLOSED})


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened: on which unit, after how many seconds of work."""

    what: str
    unit: Unit | None
    elapsed: float
    told: Mapping[str, Any]

    def as_data(self, session: str) -> dict[str, Any]:
        """Return the step as an event's payload."""
        return {
            **self.told,
            "session": session,
            "what": str(self.what),
            "unit": self.unit.as_data() if self.unit else None,
            "elapsed": self.elapsed,
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Step:
        """Return the step that an event's payload holds."""
        unit = data.get("unit")
        return cls(
            data["what"],
            Unit.from_data(unit) if unit else None,
            float(data.get("elapsed", 0.0)),
            data,
        )


@dataclass(slots=True)
class Log:
    """One sitting: how it was planned, and its steps so far.

    `most` is the limit of questions that was asked for, if any.
    """

    id: str
    at: datetime
    version: str
    preset: Preset
    plan: Plan
    most: int | None = None
    steps: list[Step] = field(default_factory=list)
    ended: bool = False

    @property
    def used(self) -> float:
        """Return the seconds of work; pauses are none."""
        return sum(step.elapsed for step in self.steps)

    @property
    def minutes(self) -> float:
        """Return the time for it all: less where fewer questions are asked."""
        return sum(
            part.minutes * (planned.most / part.count if part.count else 1.0)
            if not planned.exercises
            else part.minutes
            for part, planned in zip(self.preset.parts, self.plan.parts, strict=True)
        )


@dataclass(frozen=True, slots=True)
class Rows:
    """The answers and submissions that steps name, by their ids."""

    answers: dict[str, Answer] = field(default_factory=dict)
    submissions: dict[str, Submission] = field(default_factory=dict)

    @classmethod
    def of(cls, record: Record) -> Rows:
        """Return those of a record."""
        return cls(
            {row.id: row for row in record.answers()},
            {row.id: row for row in record.submissions()},
        )


def read(record: Record) -> list[Log]:
    """Return every interview of a record, the oldest first.

    One of a format that this version does not know is left out.
    """
    logs: dict[str, Log] = {}
    with record.snapshot():
        begun = record.events(EventKind.SESSION_BEGUN)
        steps = record.events(KIND)
        ended = record.events(EventKind.SESSION_ENDED)
    starts = {event.id: event for event in begun if event.payload.get("kind") == KIND}
    for event in steps:
        # A later version may write other steps: what cannot be read is passed over.
        with contextlib.suppress(KeyError, TypeError, ValueError):
            _add(logs, starts, event.payload)
    for event in ended:
        if event.payload.get("session") in logs:
            logs[event.payload["session"]].ended = True
    return list(logs.values())


def _add(
    logs: dict[str, Log], starts: Mapping[str, Event], told: Mapping[str, Any]
) -> None:
    """Add a step to the sitting that it belongs to; the plan begins one."""
    session = told["session"]
    if session in logs:
        logs[session].steps.append(Step.from_data(told))
    elif session in starts and told["what"] == What.PLANNED:
        plan = plans.from_data(told["plan"])
        preset = PRESETS.get(plan.preset)
        if preset is not None and len(preset.parts) == len(plan.parts):
            at = starts[session].at
            version, most = told["version"], told["most"]
            logs[session] = Log(session, at, version, preset, plan, most)
