"""What a home screen and a list say of each exercise and topic, from the log."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from cnnquiz.study.rows import ExerciseProgress, State, TopicProgress

if TYPE_CHECKING:
    import sqlite3

NOT_STARTED = "not_started"
# From the nearest to a pass to the farthest.
STATUSES = (
    "passed",
    "slow",
    "wrong",
    "timeout",
    "memory",
    "error",
    "crashed",
    "blocked",
    "invalid",
)


def exercises(connection: sqlite3.Connection) -> dict[str, ExerciseProgress]:
    """Map each exercise with a submission other than the untouched stub."""
    rows = connection.execute(
        "SELECT exercise, status, MAX(passed), COUNT(*), MAX(at) FROM submissions"
        " WHERE status <> ? GROUP BY exercise, status",
        (NOT_STARTED,),
    )
    found: dict[str, list[tuple[str, bool, int, str]]] = {}
    for exercise, status, passed, count, last in rows:
        found.setdefault(exercise, []).append((status, bool(passed), count, last))
    return {exercise: _summary(exercise, rows) for exercise, rows in found.items()}


def topics(connection: sqlite3.Connection) -> dict[str, TopicProgress]:
    """Map each topic with an answer."""
    rows = connection.execute(
        "SELECT topic, COUNT(*), SUM(correct), MAX(at) FROM answers"
        " WHERE topic IS NOT NULL GROUP BY topic"
    )
    return {
        topic: TopicProgress(topic, asked, right, datetime.fromisoformat(last))
        for topic, asked, right, last in rows
    }


def _summary(exercise: str, rows: list[tuple[str, bool, int, str]]) -> ExerciseProgress:
    best = min((status for status, *_ in rows), key=_distance)
    state: State = "attempted"
    if any(passed for _, passed, *_ in rows):
        state = "passed"
    elif best == "slow":
        state = "slow"
    return ExerciseProgress(
        exercise,
        state,
        best,
        attempts=sum(count for _, _, count, _ in rows),
        last=datetime.fromisoformat(max(last for *_, last in rows)),
    )


def _distance(status: str) -> int:
    return STATUSES.index(status) if status in STATUSES else len(STATUSES)
