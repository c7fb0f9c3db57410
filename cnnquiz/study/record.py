"""The learner's record: a log of what was answered and submitted, on disk."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, TypeVar

from cnnquiz.study import opening, progress
from cnnquiz.study.faults import reporting
from cnnquiz.study.fields import (
    TABLES,
    from_document,
    from_sql,
    storable,
    to_document,
    to_sql,
)
from cnnquiz.study.location import record_path
from cnnquiz.study.rows import (
    Answer,
    Draft,
    Event,
    ExerciseProgress,
    Row,
    Submission,
    TopicProgress,
    utc_now,
)
from cnnquiz.study.salvage import readable_rows
from cnnquiz.study.schema import transaction
from cnnquiz.study.statements import INSERT, KEEP_DRAFT, KEEP_NEWER_DRAFT, SELECT

if TYPE_CHECKING:
    import sqlite3
    from types import TracebackType

Clock = Callable[[], datetime]
R = TypeVar("R", bound=Row | Draft)
L = TypeVar("L", bound=Row)


class Record:
    """An open record; make one with `Record.open`."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        path: Path,
        clock: Clock,
        notice: str | None,
    ) -> None:
        self.path = path
        self.clock = clock
        self.notice = notice
        self._connection = connection
        self._lock = threading.RLock()

    @classmethod
    def open(cls, path: str | Path | None = None, clock: Clock = utc_now) -> Self:
        """Open the record at this path, or in its usual place, and begin it if need be.

        `notice` is what a learner should be told: that a file was set aside, or that
        an older record was brought to this version; None when there is nothing to say.
        """
        chosen = record_path() if path is None else Path(path)
        with reporting(chosen):
            opened = opening.connect_record(chosen, clock())
        record = cls(opened.connection, chosen, clock, opened.notice)
        if opened.damaged:
            count = record.add_rows(readable_rows(opened.damaged))
            record.notice = f"{opened.notice} with the {count} rows that could be read"
        return record

    def close(self) -> None:
        """Close the file; the record cannot be used afterwards."""
        with self._lock:
            self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def add_answer(
        self,
        item: str,
        answer: str,
        *,
        correct: bool,
        score: float | None = None,
        seed: int | None = None,
        level: str | None = None,
        confidence: int | None = None,
        seconds: float | None = None,
        topic: str | None = None,
        misconceptions: Iterable[str] = (),
        card: str | None = None,
    ) -> Answer:
        """Write one answer; it is on disk when this returns. `Answer` has the fields.

        Without a score, a right answer scores 1 and a wrong one 0.
        """
        return self._append(
            Answer(
                id=_new_id(),
                item=item,
                answer=storable(answer),
                correct=correct,
                score=float(correct) if score is None else score,
                at=self.clock(),
                seed=seed,
                level=level,
                confidence=confidence,
                seconds=seconds,
                topic=topic,
                misconceptions=tuple(misconceptions),
                card=card,
            )
        )

    def add_submission(
        self,
        exercise: str,
        source: str,
        verdict: Mapping[str, Any],
        *,
        seed: int | None = None,
        hints: int = 0,
        seconds: float | None = None,
    ) -> Submission:
        """Write one graded file; it is on disk when this returns.

        `status` and `passed` are the verdict's.
        """
        return self._append(
            Submission(
                id=_new_id(),
                exercise=exercise,
                source=storable(source),
                verdict=verdict,
                status=verdict["status"],
                passed=verdict["passed"],
                at=self.clock(),
                seed=seed,
                hints=hints,
                seconds=seconds,
            )
        )

    def add_event(self, kind: str, payload: Mapping[str, Any] | None = None) -> Event:
        """Write one event; it is on disk when this returns."""
        return self._append(
            Event(id=_new_id(), kind=str(kind), payload=payload or {}, at=self.clock())
        )

    def add_rows(self, rows: Iterable[Row]) -> int:
        """Write the rows whose ids are not here yet, all or none; return how many."""
        with self._using() as connection, transaction(connection):
            known, added = _ids(connection), 0
            for row in rows:
                if (type(row), row.id) not in known:
                    known.add((type(row), row.id))
                    _insert(connection, row)
                    added += 1
            return added

    def answers(self) -> list[Answer]:
        """Return every answer in the order in which they were added."""
        return self._rows(Answer)

    def submissions(self, exercise: str | None = None) -> list[Submission]:
        """Return every submission, or those of one exercise, in order of arrival."""
        if exercise is None:
            return self._rows(Submission)
        return self._rows(Submission, "WHERE exercise = ? ORDER BY n", exercise)

    def events(self, kind: str | None = None) -> list[Event]:
        """Return every event, or those of one kind, in order of arrival."""
        if kind is None:
            return self._rows(Event)
        return self._rows(Event, "WHERE kind = ? ORDER BY n", str(kind))

    def last_verdicts(self, count: int) -> list[Submission]:
        """Return the submissions that were added last, the newest first."""
        return self._rows(Submission, "ORDER BY n DESC LIMIT ?", count)

    def attempts(self, exercise: str) -> int:
        """Return how often the exercise was submitted; untouched stubs do not count."""
        found = self.exercise_progress().get(exercise)
        return found.attempts if found else 0

    def exercise_progress(self) -> dict[str, ExerciseProgress]:
        """Map each exercise that was submitted to how far the learner is with it."""
        with self._using() as connection:
            return progress.exercises(connection)

    def topic_progress(self) -> dict[str, TopicProgress]:
        """Map each topic that was asked to its counts."""
        with self._using() as connection:
            return progress.topics(connection)

    def save_draft(self, exercise: str, text: str) -> Draft:
        """Keep the editor's text of one exercise in place of the one kept before.

        A draft is not part of the log, which would grow by a file at every pause.
        """
        draft = Draft(exercise, storable(text), self.clock())
        with self._using() as connection:
            connection.execute(KEEP_DRAFT, to_sql(draft))
        return draft

    def add_drafts(self, drafts: Iterable[Draft]) -> None:
        """Keep each draft that is newer than the one kept for its exercise."""
        with self._using() as connection, transaction(connection):
            for draft in drafts:
                connection.execute(KEEP_NEWER_DRAFT, to_sql(draft))

    def draft(self, exercise: str) -> Draft | None:
        """Return the draft of one exercise, if one was saved."""
        found = self._rows(Draft, "WHERE exercise = ?", exercise)
        return found[0] if found else None

    def drafts(self) -> list[Draft]:
        """Return the draft of each exercise, the one saved last first."""
        return self._rows(Draft, "ORDER BY at DESC")

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Let every read in the block see the same state, whatever others write."""
        with self._using() as connection:
            connection.execute("BEGIN")
            try:
                yield
            finally:
                connection.execute("COMMIT")

    @contextmanager
    def _using(self) -> Iterator[sqlite3.Connection]:
        """Hold the connection alone, and say its failures as what to do."""
        with self._lock, reporting(self.path):
            yield self._connection

    def _append(self, row: L) -> L:
        # Checked as a row of a document is: what is written can always be exported,
        # imported and scheduled.
        checked = from_document(type(row), to_document(row))
        with self._using() as connection:
            _insert(connection, checked)
        return checked

    def _rows(self, kind: type[R], tail: str = "ORDER BY n", *values: Any) -> list[R]:
        query = f"{SELECT[kind]} {tail}"
        with self._using() as connection:
            return [from_sql(kind, row) for row in connection.execute(query, values)]


def reset(path: str | Path | None = None, clock: Clock = utc_now) -> Path | None:
    """Set the record aside, so that the next one opened is new; return its new name."""
    chosen = record_path() if path is None else Path(path)
    with reporting(chosen):
        if not chosen.exists():
            return None
        with opening.alone(chosen):
            return opening.set_aside(chosen, "reset", clock())


def _new_id() -> str:
    """Return an id that no other record has: 128 random bits, as uuid4 without uuid."""
    return os.urandom(16).hex()


def _insert(connection: sqlite3.Connection, row: Row) -> None:
    connection.execute(INSERT[type(row)], to_sql(row))


def _ids(connection: sqlite3.Connection) -> set[tuple[type, str]]:
    return {
        (kind, row_id)
        for kind in TABLES
        for row_id, *_ in connection.execute(SELECT[kind])
    }
