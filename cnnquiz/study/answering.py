"""Keep an answer or a verdict: what the record should hold of it, and what follows."""

from __future__ import annotations

import contextlib
import json
from typing import TYPE_CHECKING, Any

from cnnquiz.errors import DataError
from cnnquiz.study.reviews import exercise_card
from cnnquiz.study.rows import EventKind
from cnnquiz.study.scheduler import follow_up, misconceptions_shown

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from cnnquiz.questions.items import Item
    from cnnquiz.questions.marking import Mark
    from cnnquiz.study.record import Record
    from cnnquiz.study.rows import Answer, Submission

# So many questions stand in for those that would probe a mistake.
IN_PLACE = 2


def keep_answer(
    record: Record,
    item: Item,
    answer: Any,
    mark: Mark,
    *,
    seconds: float | None = None,
    confidence: int | None = None,
    card: str | None = None,
) -> Answer:
    """Write a marked answer; it is on disk when this returns.

    A right answer is kept with the misconceptions that its question probes, a wrong
    one with those that it shows; that brings an exercise forward in which each of them
    is a mistake too. `card` is the scheduler's key that was asked for.
    """
    from cnnquiz.questions.answers import as_data

    shown = item.misconceptions if mark.correct else mark.misconceptions
    generated = item.id.count(":") == 2
    row = record.add_answer(
        item.id,
        json.dumps(as_data(item, answer), ensure_ascii=False),
        correct=mark.correct,
        score=mark.score,
        seed=int(item.id.rsplit(":", 1)[1]) if generated else None,
        level=item.level,
        confidence=confidence,
        seconds=seconds,
        topic=item.topic,
        misconceptions=shown,
        card=card,
    )
    if not mark.correct:
        related = {m: _exercise_with(m) for m in row.misconceptions}
        follow_up(record, row, related)
    return row


def _exercise_with(misconception: str) -> list[str]:
    """Return the card of the first exercise of the course that knows the mistake."""
    from cnnquiz.curriculum.ideas import exercises_with

    return [exercise_card(slug) for slug in exercises_with(misconception)[:1]]


def keep_verdict(
    record: Record,
    exercise: str,
    source: str,
    verdict: Mapping[str, Any],
    *,
    seed: int,
    hints: int | None = None,
    seconds: float | None = None,
) -> Submission:
    """Write a verdict, and bring forward the questions that explain it.

    Without `hints`, those are counted that were shown since the exercise last passed:
    what helped once does not count against it for ever.
    """
    if hints is None:
        passed = [each.at for each in record.submissions(exercise) if each.passed]
        hints = hints_taken(record, exercise, since=max(passed, default=None))
    row = record.add_submission(
        exercise, source, verdict, seed=seed, hints=hints, seconds=seconds
    )
    if verdict["misconceptions"]:
        # A bank that cannot be read must not take the verdict with it.
        with contextlib.suppress(DataError):
            _follow_up(record, row)
    return row


def hints_taken(record: Record, exercise: str, since: datetime | None = None) -> int:
    """Return the highest number of hint that was shown for an exercise, since a time."""
    taken = (
        int(event.payload.get("number", 0))
        for event in record.events(EventKind.HINT)
        if event.payload.get("exercise") == exercise
        and (since is None or event.at > since)
    )
    return max(taken, default=0)


def _follow_up(record: Record, row: Submission) -> None:
    """Make the fixed questions due that probe what a verdict has shown.

    Where none probes a mistake, some on the exercise's topics come in their place.
    """
    from cnnquiz.questions.bank import load_bank

    related: dict[str, list[str]] = {}
    for item in load_bank():
        for misconception in item.misconceptions:
            related.setdefault(misconception, []).append(item.id)
    for misconception in misconceptions_shown(row):
        if misconception not in related:
            related[misconception] = _on_topics(record, row.exercise)
    follow_up(record, row, related)


def _on_topics(record: Record, exercise: str) -> list[str]:
    """Return questions on an exercise's topics, those never asked first."""
    from cnnquiz.curriculum.catalog import find
    from cnnquiz.questions.bank import load_bank

    topics = find(exercise).load().topics
    asked = {answer.item for answer in record.answers()}
    items = [item for item in load_bank(topics) if item.type != "explain"]
    items.sort(key=lambda item: item.id in asked)
    return [item.id for item in items[:IN_PLACE]]
