"""The learner's record as the screens use it: a record that fails is only a message.

Where there is no record, the memory of this run takes its place.
"""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, TypeVar

from cnnquiz.errors import RecordError
from cnnquiz.study.rows import EventKind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from cnnquiz.questions.items import Item
    from cnnquiz.questions.marking import Mark
    from cnnquiz.study.record import Record
    from cnnquiz.study.rows import (
        Answer,
        Event,
        ExerciseProgress,
        Submission,
        TopicProgress,
    )

T = TypeVar("T")
U = TypeVar("U")


class Learner:
    """What the interface remembers of its learner."""

    def __init__(self, record: Record | None, notice: str = "") -> None:
        self.record = record
        self.notice = notice
        self.tell: Callable[[str], None] = lambda message: None
        """Told when something could not be kept; the app puts itself here."""
        self._drafts: dict[str, str] = {}
        self._hints: dict[str, int] = {}
        self._flags: dict[str, bool] = {}

    @classmethod
    def open(cls, data_dir: Path | None = None) -> Self:
        """Open the record; without one, `notice` says what is wrong."""
        from cnnquiz.study.location import record_path
        from cnnquiz.study.record import Record

        try:
            record = Record.open(record_path(data_dir))
        except RecordError as error:
            return cls(
                None, f"{error}. Until then nothing is remembered when you leave."
            )
        return cls(record, record.notice or "")

    def close(self) -> None:
        """Close the record."""
        if self.record is not None:
            self.record.close()

    def folder(self) -> Path:
        """Return a folder for files that another program edits."""
        if self.record is not None:
            return self.record.path.parent
        return Path(tempfile.gettempdir()) / "cnnquiz"

    def now(self) -> datetime:
        """Return the time by the record's clock."""
        return self.record.clock() if self.record else datetime.now(UTC)

    def read(self, ask: Callable[[Record], T], otherwise: U) -> T | U:
        """Return what the record says, or something else where it says nothing."""
        if self.record is None:
            return otherwise
        try:
            return ask(self.record)
        except RecordError as error:
            self.tell(str(error))
            return otherwise

    def keep_answer(
        self,
        item: Item,
        answer: Any,
        mark: Mark,
        seconds: float,
        card: str | None = None,
        confidence: int | None = None,
    ) -> Answer | None:
        """Write an answer; it is on disk when this returns. None is no answer.

        `card` is the scheduler's key that a drill asked the item for; `confidence` is
        how sure the learner was, from 1 to 3.
        """
        from cnnquiz.study.answering import keep_answer

        def keep(record: Record) -> Answer:
            if answer is None:
                return record.add_answer(
                    item.id, "null", correct=False, seed=_seed_of(item),
                    level=item.level, seconds=seconds, topic=item.topic, card=card,
                )  # fmt: skip
            return keep_answer(
                record, item, answer, mark, seconds=seconds, confidence=confidence,
                card=card,
            )  # fmt: skip

        return self.read(keep, None)

    def keep_verdict(
        self,
        exercise: str,
        source: str,
        verdict: Mapping[str, Any],
        *,
        seed: int,
        seconds: float,
    ) -> Submission | None:
        """Write a verdict, and bring forward the questions that explain it."""
        from cnnquiz.study.answering import keep_verdict

        def keep(record: Record) -> Submission:
            return keep_verdict(
                record, exercise, source, verdict, seed=seed, seconds=seconds
            )

        return self.read(keep, None)

    def keep_event(self, kind: str, payload: Mapping[str, Any]) -> Event | None:
        """Write an event."""
        return self.read(lambda record: record.add_event(kind, payload), None)

    def keep_draft(self, exercise: str, text: str) -> None:
        """Keep the editor's text of an exercise."""
        self._drafts[exercise] = text
        self.read(lambda record: record.save_draft(exercise, text), None)

    def draft(self, exercise: str) -> str | None:
        """Return the text that was kept last."""
        if exercise in self._drafts:
            return self._drafts[exercise]
        draft = self.read(lambda record: record.draft(exercise), None)
        return draft.text if draft else None

    def take_hint(self, exercise: str, number: int) -> None:
        """Remember that a hint was shown."""
        self._hints[exercise] = max(number, self._hints.get(exercise, 0))
        self.keep_event("hint", {"exercise": exercise, "number": number})

    def hints_taken(self, exercise: str) -> int:
        """Return the highest number of hint shown for an exercise."""
        from cnnquiz.study.answering import hints_taken

        kept = self.read(lambda record: hints_taken(record, exercise), 0)
        return max(kept, self._hints.get(exercise, 0))

    def flag(self, item: str, on: bool) -> None:
        """Flag a question, or take the flag away."""
        self._flags[item] = on
        self.keep_event(EventKind.FLAG, {"item": item, "on": on})

    def flags(self) -> set[str]:
        """Return the ids of the questions that are flagged."""
        events = self.read(lambda record: record.events(EventKind.FLAG), [])
        kept = {
            str(event.payload.get("item")): bool(event.payload.get("on"))
            for event in events
        }
        return {item for item, on in (kept | self._flags).items() if on}

    def exercises(self) -> dict[str, ExerciseProgress]:
        """Return how far the learner is with each exercise that was begun."""
        return self.read(lambda record: record.exercise_progress(), {})

    def topics(self) -> dict[str, TopicProgress]:
        """Return the counts of each topic that was asked."""
        return self.read(lambda record: record.topic_progress(), {})


def _seed_of(item: Item) -> int | None:
    return item.origin.seed if item.origin else None
