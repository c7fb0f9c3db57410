"""What home shows: what to do next and why, mastery, the last verdicts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from cnnquiz.curriculum.catalog import CATALOG, is_slug
from cnnquiz.questions.topics import TOPICS
from cnnquiz.study import sessions
from cnnquiz.study.reviews import slug_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from cnnquiz.study.record import Record
    from cnnquiz.study.rows import ExerciseProgress, Submission
    from cnnquiz.study.scheduler import Schedule
    from cnnquiz.study.stats import Mastery, Statistics
    from cnnquiz.tui.learner import Learner

Kind = Literal["interview", "continue", "review", "topic", "exercise", "quiz"]
LEFT = ("interview", "continue")
ENOUGH = 5  # answers to a topic before it can be called weak
STRONG = 0.8
VERDICTS = 8


@dataclass(frozen=True, slots=True)
class Step:
    """Something to do next: what, why, and what it is about (a topic, a slug)."""

    kind: Kind
    title: str
    reason: str
    target: str = ""


@dataclass(frozen=True, slots=True)
class Overview:
    """The state of the learner's course at one moment."""

    now: datetime
    first_run: bool = True
    steps: tuple[Step, ...] = ()
    due: tuple[str, ...] = ()
    mastery: tuple[Mastery, ...] = ()
    verdicts: tuple[Submission, ...] = ()
    streak: int = 0
    passed: int = 0


def overview(learner: Learner) -> Overview:
    """Gather what home shows; a fraction of a second once the record is long."""
    empty = Overview(learner.now())
    return learner.read(_of_record, empty)


def _of_record(record: Record) -> Overview:
    from cnnquiz.study.scheduler import Schedule
    from cnnquiz.study.stats import statistics

    now = record.clock()
    schedule = Schedule.from_record(record)
    told = statistics(record, schedule, now)
    progress = record.exercise_progress()
    verdicts = tuple(record.last_verdicts(VERDICTS))
    due = [k for k in schedule.due(now) if schedule.cards[k].kind == "question"]
    drafts = [d.exercise for d in record.drafts() if is_slug(d.exercise)]
    wanted = [
        *_open_interview(record),
        *_open_quiz(record),
        *_continue(drafts, progress),
        *_review(len(due)),
        *_due_exercise(schedule, now),
        *_suggestion(told, progress),
    ]
    steps = _once(wanted)
    first_run = not (told.mastery or verdicts or drafts or due or steps[0].kind in LEFT)
    return Overview(
        now=now,
        first_run=first_run,
        steps=() if first_run else tuple(steps),
        due=tuple(due),
        mastery=told.mastery,
        verdicts=verdicts,
        streak=told.practice.streak,
        passed=sum(each.state == "passed" for each in progress.values()),
    )


def _open_interview(record: Record) -> list[Step]:
    from cnnquiz.tui import interview

    left = interview.left(record)
    if left is None:
        return []
    reason = f"you left it, {left.done} done, {left.minutes_left} min left"
    return [Step("interview", f"Interview {left.preset}", reason)]


def _open_quiz(record: Record) -> list[Step]:
    from cnnquiz.tui import quiz

    session = sessions.unfinished(record, *quiz.KINDS)
    if session is None:
        return []
    done = f"{len(session.scores)} of {len(session.items)} answered"
    named = quiz.named(session.kind, session.title)
    return [Step("continue", named, f"you left it, {done}")]


def _continue(drafts: list[str], progress: dict[str, ExerciseProgress]) -> list[Step]:
    """Offer the exercise that was edited last, unless it has passed."""
    for slug in drafts[:1]:
        if slug not in progress or progress[slug].state != "passed":
            return [
                Step("exercise", f"Exercise {slug}", "you were working on it", slug)
            ]
    return []


def _once(steps: Iterable[Step]) -> list[Step]:
    """Leave out what was named before, for another reason."""
    named: dict[tuple[str, str], Step] = {}
    for step in steps:
        named.setdefault((step.kind, step.target), step)
    return list(named.values())


def _review(count: int) -> list[Step]:
    if not count:
        return []
    many = "question is" if count == 1 else "questions are"
    return [Step("review", f"Review {count}", f"{count} {many} due today")]


def _due_exercise(schedule: Schedule, now: datetime) -> list[Step]:
    """Offer one exercise that is due, and say why it was called for."""
    for key in schedule.due(now):
        card = schedule.cards[key]
        if card.kind == "exercise" and is_slug(slug_of(key)):
            reason = (
                f"due: it puts '{card.why}' right" if card.why else "due for review"
            )
            return [Step("exercise", f"Exercise {slug_of(key)}", reason, slug_of(key))]
    return []


def _suggestion(told: Statistics, progress: dict[str, ExerciseProgress]) -> list[Step]:
    """Suggest the weakest topic, else the next exercise of the course."""
    weak = [
        each
        for each in told.mastery
        if each.recent.asked >= ENOUGH and (each.recent.share or 0) < STRONG
    ]
    if weak:
        right, asked = weak[0].recent.right, weak[0].recent.asked
        reason = f"your weakest topic: {right} of the last {asked} right"
        title = TOPICS[weak[0].topic].title if weak[0].topic in TOPICS else ""
        return [Step("topic", title or weak[0].topic, reason, weak[0].topic)]
    for entry in CATALOG:
        if entry.slug not in progress or progress[entry.slug].state != "passed":
            reason = f"next in the course, {entry.level}, {entry.minutes} minutes"
            return [Step("exercise", f"Exercise {entry.slug}", reason, entry.slug)]
    return []


def ago(then: datetime, now: datetime) -> str:
    """Say how long ago something was."""
    minutes = int((now - then).total_seconds() // 60)
    for size, unit in ((60 * 24 * 7, "w"), (60 * 24, "d"), (60, "h"), (1, "min")):
        if minutes >= size:
            return f"{minutes // size} {unit} ago"
    return "just now"
