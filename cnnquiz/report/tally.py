"""A class's report in numbers: by status, by exercise, by misconception."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from cnnquiz.grading.verdict import GradeReport, NamedMistake, Status


@dataclass(frozen=True, slots=True)
class ExerciseTally:
    """How the submissions to one exercise ended; `others` did not pass."""

    exercise: str
    submitted: int
    passed: int
    others: Mapping[Status, int]


@dataclass(frozen=True, slots=True)
class MistakeTally:
    """Who makes a mistake, as places in the report.

    `of` counts the submissions to the exercises in which it was found.
    """

    mistake: NamedMistake
    exercises: tuple[str, ...]
    places: tuple[int, ...]
    of: int


def passed(report: GradeReport) -> int:
    """Return how many submissions passed."""
    return sum(v.passed(allow_slow=report.allow_slow) for v in report.submissions)


def by_status(report: GradeReport) -> list[tuple[Status, int]]:
    """Return how many submissions ended in each status, in the order of statuses."""
    counts = Counter(verdict.status for verdict in report.submissions)
    return [(status, counts[status]) for status in Status if counts[status]]


def by_exercise(report: GradeReport) -> list[ExerciseTally]:
    """Return how the submissions to each exercise ended, by its name."""
    tallies = []
    for exercise in sorted({verdict.exercise for verdict in report.submissions}):
        verdicts = [v for v in report.submissions if v.exercise == exercise]
        others = Counter(
            v.status for v in verdicts if not v.passed(allow_slow=report.allow_slow)
        )
        failed = sum(others.values())
        tallies.append(
            ExerciseTally(exercise, len(verdicts), len(verdicts) - failed, others)
        )
    return tallies


def by_mistake(report: GradeReport) -> list[MistakeTally]:
    """Return the mistakes, the most frequent first."""
    found: dict[str, dict[int, NamedMistake]] = {}
    for place, verdict in enumerate(report.submissions):
        for mistake in verdict.misconceptions:
            found.setdefault(mistake.id, {})[place] = mistake
    submitted = Counter(verdict.exercise for verdict in report.submissions)
    tallies = []
    for made in found.values():
        exercises = sorted({report.submissions[place].exercise for place in made})
        mistake = next(iter(made.values()))
        of = sum(submitted[exercise] for exercise in exercises)
        tallies.append(MistakeTally(mistake, tuple(exercises), tuple(made), of))
    return sorted(tallies, key=lambda t: (-len(t.places), t.mistake.id))
