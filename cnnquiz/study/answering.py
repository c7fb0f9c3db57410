"""Keep an answer: what the record should hold of a marked question."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from cnnquiz.questions.answers import as_data

if TYPE_CHECKING:
    from cnnquiz.questions.items import Item
    from cnnquiz.questions.marking import Mark
    from cnnquiz.study.record import Record
    from cnnquiz.study.rows import Answer


def keep_answer(
    record: Record,
    item: Item,
    answer: Any,
    mark: Mark,
    *,
    seconds: float | None = None,
    confidence: int | None = None,
) -> Answer:
    """Write a marked answer; it is on disk when this returns.

    A right answer is kept with the misconceptions that its question probes, a wrong
    one with those that it shows.
    """
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
    )
