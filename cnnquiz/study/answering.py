"""Keep an answer or a verdict: what the record should hold of it, and what follows."""

from __future__ import annotations

import contextlib
import json
from typing import TYPE_CHECKING, Any

from cnnquiz.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cnnquiz.questions.items import Item
    from cnnquiz.questions.marking import Mark
    from cnnquiz.study.record import Record
    from cnnquiz.study.rows import Answer, Submission


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
    one with those that it shows. `card` is the scheduler's key that was asked for.
    """
    from cnnquiz.questions.answers import as_data

    shown = item.misconceptions if mark.correct else mark.misconceptions
    generated = item.id.count(":") == 2
    return record.add_answer(
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


def keep_verdict(
    record: Record,
    exercise: str,
    source: str,
    verdict: Mapping[str, Any],
    *,
    seed: int,
    hints: int = 0,
    seconds: float | None = None,
) -> Submission:
    """Write a verdict, and bring forward the questions that explain it."""
    row = record.add_submission(
        exercise, source, verdict, seed=seed, hints=hints, seconds=seconds
    )
    if verdict["misconceptions"]:
        # A bank that cannot be read must not take the verdict with it.
        with contextlib.suppress(DataError):
            _follow_up(record, row)
    return row


def _follow_up(record: Record, row: Submission) -> None:
    """Make the fixed questions due that probe what a verdict has shown."""
    from cnnquiz.questions.bank import load_bank
    from cnnquiz.study.scheduler import follow_up

    related: dict[str, list[str]] = {}
    for item in load_bank():
        for misconception in item.misconceptions:
            related.setdefault(misconception, []).append(item.id)
    follow_up(record, row, related)
