"""An interview as the screens take it: how to begin it, what is put, what is past."""

from __future__ import annotations

import math
import secrets
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from cnnquiz.curriculum import catalog
from cnnquiz.curriculum.catalog import Entry
from cnnquiz.questions.answers import DIGITS
from cnnquiz.questions.items import Item
from cnnquiz.questions.parsing import AnswerError, parse_ticks
from cnnquiz.questions.presentation import Labelled, Step, arrange
from cnnquiz.questions.select import find
from cnnquiz.study.interview import presets, talks
from cnnquiz.study.interview.dimensions import dimensions, mean, verdict
from cnnquiz.study.interview.log import FINAL, Rows, What, read
from cnnquiz.study.interview.outcomes import outcomes, under_way
from cnnquiz.study.interview.sitting import Sitting
from cnnquiz.tui import look

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from textual.content import Content

    from cnnquiz.study.interview.log import Log
    from cnnquiz.study.interview.units import Unit
    from cnnquiz.study.record import Record
    from cnnquiz.study.rows import Submission

SEEDS = 1 << 20
BAR = 10
LAST = 0.1  # the share of the time in which what is left stands out
Asked: TypeAlias = Item | talks.Talk | Entry


@dataclass(frozen=True, slots=True)
class Wanted:
    """An interview to open: a new one of a format, or else the one that was left.

    `most` limits the questions of a new one; `folder` is where the files to write go,
    None is beside the record.
    """

    preset: str | None = None
    seed: int | None = None
    most: int | None = None
    resume: bool = False
    confidence: bool = False
    folder: Path | None = None


@dataclass(frozen=True, slots=True)
class Put:
    """What is put now."""

    unit: Unit
    asked: Asked


@dataclass(frozen=True, slots=True)
class Past:
    """An interview that was begun: how far it came, and how it went so far.

    `verdict` and `mean` are worked out where the list of all shows them.
    """

    id: str
    preset: str
    seed: int
    at: datetime
    ended: bool
    done: int
    planned: int
    minutes_left: int
    verdict: str
    mean: float | None


def sit(record: Record, wanted: Wanted) -> Sitting | None:
    """Begin an interview, or go on with the one that was left; None if none was."""
    if wanted.resume or wanted.preset is None:
        return Sitting.resume(record, wanted.preset)
    seed = secrets.randbelow(SEEDS) if wanted.seed is None else wanted.seed
    return Sitting.begin(record, presets.find(wanted.preset), seed, wanted.most)


def put(sitting: Sitting) -> Put | None:
    """Load what is put now; None at the end, or when the time is over."""
    unit = sitting.current
    if unit is None:
        return None
    match unit.kind:
        case "question":
            return Put(unit, arrange(find(unit.id), sitting.seed))
        case "talk":
            return Put(unit, talks.find(unit.id))
    entry = catalog.find(unit.id)
    entry.load()
    return Put(unit, entry)


def talk_steps(talk: talks.Talk) -> tuple[Step, ...]:
    """Return what is asked in a talk: its words if it has any, then the ticks."""
    shown = tuple(range(len(talk.points)))
    ticks = Step(
        "points",
        "Their numbers, such as 1 3; 0 for none",
        partial(parse_ticks, shown=shown, none=True),
        "Which of these hold?" if talk.words else "",
        tuple(map(Labelled, DIGITS, talk.points)),
    )
    words = Step("text", "Your answer", _words, multiline=True)
    return (words, ticks) if talk.words else (ticks,)


def _words(typed: str) -> str:
    if not typed.strip():
        raise AnswerError("Type your answer, or - if you said it aloud.")
    return typed.strip()


def bar(sitting: Sitting, unit: Unit, *, done: bool = False) -> Content:
    """Draw the line above what is put, or was and is done: part, number, time."""
    parts = sitting.preset.parts
    of = f" ({unit.part + 1} of {len(parts)})" if len(parts) > 1 else ""
    which = unit.id
    if unit.kind != "exercise":
        number, most = sitting.number_of(unit)
        which = f"{number - done}/{most} {look.bar((number - 1) / most, BAR)}"
    said, style = time_left(sitting)
    return look.styled(
        (f" {sitting.preset.name}  ", "bold"),
        f"{parts[unit.part].title}{of}  {which}   ",
        (said, style),
    )


def time_left(sitting: Sitting) -> tuple[str, str]:
    """Return the time that is left, in whole minutes, and how to draw it."""
    left, whole = sitting.left, sitting.seconds
    minutes = math.ceil(abs(left) / 60)
    if left > LAST * whole:
        return f"{minutes} min left", "dim"
    if left > 0:
        return f"! {minutes} min left", "bold $text-warning"
    if sitting.preset.timed:
        return "! the time is over", "bold $text-warning"
    return f"! {minutes} min over", "bold $text-warning"


def left(record: Record) -> Past | None:
    """Return the interview that was left last."""
    unfinished = [log for log in read(record) if not log.ended]
    return _past(unfinished[-1]) if unfinished else None


def past(record: Record) -> list[Past]:
    """Return every interview with its verdict, the newest first."""
    rows = Rows.of(record)
    return [_past(log, rows) for log in reversed(read(record))]


def _past(log: Log, rows: Rows | None = None) -> Past:
    went = [*outcomes(log, rows), *under_way(log, rows)] if rows else []
    found = dimensions(went)
    done = sum(step.what in FINAL for step in log.steps)
    return Past(
        log.id,
        log.preset.name,
        log.plan.seed,
        log.at,
        log.ended,
        done,
        max(log.plan.most, done),
        math.ceil(max(0.0, 60 * log.minutes - log.used) / 60),
        verdict(found),
        mean(found),
    )


def last_submission(record: Record, session: str, unit: Unit) -> Submission | None:
    """Return what was graded last of an exercise in an interview."""
    graded = [
        step.told["submission"]
        for log in read(record)
        if log.id == session
        for step in log.steps
        if step.unit == unit and step.what == What.GRADED
    ]
    known = {row.id: row for row in record.submissions(unit.id)}
    found = [known[id_] for id_ in graded if id_ in known]
    return found[-1] if found else None
