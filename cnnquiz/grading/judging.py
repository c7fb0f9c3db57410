"""Judging: run a submission's cases, hold them against the checks, name the mistake.

All of this is the same for a player in its sandbox and, in tests, for a function called
directly (`rehearsal`).
"""

from __future__ import annotations

import functools
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from cnnquiz.curriculum.draw import draw_many
from cnnquiz.curriculum.exercise import Case, Exercise
from cnnquiz.grading import diagnose, shrink
from cnnquiz.grading.checks import (
    Check,
    Court,
    Failure,
    checks_for,
    counterexample,
    result_of,
    skipped,
)
from cnnquiz.grading.outcome import PlayerEnded, Raised, raised_status
from cnnquiz.grading.verdict import (
    CheckResult,
    NamedMistake,
    Speed,
    Status,
    Verdict,
)

if TYPE_CHECKING:
    from cnnquiz.grading.diagnose import Tried
    from cnnquiz.grading.submission import Submission

Observer = Callable[[str, int, int], None]
"""Told how far a grading has come: the stage, and how many of how many."""

CASES = 100


def _silent(*anything: object) -> None:
    """Observe nothing."""


@dataclass(frozen=True, slots=True)
class Request:
    """What to grade, and how."""

    submission: Submission
    slug: str
    seed: int
    examples: int = CASES
    observe: Observer = _silent
    early: Callable[[Verdict], None] = _silent
    """Told that the submission fails as soon as a pinned case shows it: the verdict
    with its drawn cases, its smallest counterexample and its mistake's name follows."""
    first: tuple[Case, ...] = ()
    """Cases to try before all others: the last counterexample, when watching."""


@dataclass(slots=True)
class Judgement:
    """What is known of a submission so far."""

    began: float = field(default_factory=time.monotonic)
    tried: list[Tried] = field(default_factory=list)
    checks: list[CheckResult] = field(default_factory=list)
    failures: dict[str, Failure] = field(default_factory=dict)
    mistakes: list[NamedMistake] = field(default_factory=list)


def try_cases(judgement: Judgement, court: Court, request: Request) -> bool:
    """Run pinned cases, then drawn ones; False if the very first is not written yet."""
    exercise = court.exercise
    opening = [*request.first, *exercise.pinned]
    for number, case in enumerate(opening):
        request.observe("pinned cases", number, len(opening))
        judgement.tried.append(court.try_(case))
        outcome = judgement.tried[-1].outcome
        if isinstance(outcome, Raised) and outcome.kind == "NotImplementedError":
            if number == 0:
                return False
    _tell_early(judgement, request)
    count = min(request.examples, exercise.most_drawn)
    drawn = draw_cases(exercise, count, request.seed)
    for number, case in enumerate(drawn):
        if number % 10 == 0:
            request.observe("drawn cases", number, len(drawn))
        judgement.tried.append(court.try_(case))
    return True


def _tell_early(judgement: Judgement, request: Request) -> None:
    for tried in judgement.tried:
        if isinstance(tried.outcome, Raised):
            status, raised = raised_status(tried.outcome), tried.outcome
            said = verdict_on(request, status, f"it raised {raised}", line=raised.line)
        elif tried.found:
            said = verdict_on(request, Status.WRONG, tried.found[0].message)
        else:
            continue
        request.early(said)
        return


def draw_cases(exercise: Exercise, count: int, seed: int) -> Sequence[Case]:
    """Draw an exercise's cases; those of a seed only once, for a file or a class."""
    return _drawn(exercise.slug, exercise.draw, count, seed)


@functools.lru_cache(maxsize=64)
def _drawn(
    slug: str, draw: Callable[..., Any], count: int, seed: int
) -> tuple[Case, ...]:
    drawn = draw_many(draw, count, seed)
    return tuple(Case(arguments, "", choices) for arguments, choices in drawn)


def judge_checks(judgement: Judgement, court: Court, request: Request) -> None:
    """Try each check on the cases tried, make its counterexample small, and diagnose."""
    checks = list(checks_for(court.exercise))
    for number, check in enumerate(checks):
        request.observe(check.title, number, len(checks))
        failed = next((n for n in check.needs if not _holds(judgement, n)), None)
        if failed is not None:
            title = next((c.title for c in checks if c.name == failed), failed)
            judgement.checks.append(skipped(check, title))
            continue
        failure = check.find(court, judgement.tried)
        if failure is not None:
            judgement.failures[check.name] = failure
        judgement.checks.append(result_of(check, len(judgement.tried), failure))
    judgement.mistakes = name_mistakes(judgement, court.exercise)
    _make_small(judgement, court, checks, request)


def _holds(judgement: Judgement, name: str) -> bool:
    result = next((c for c in judgement.checks if c.name == name), None)
    return result is None or result.status == "passed"


def name_mistakes(judgement: Judgement, exercise: Exercise) -> list[NamedMistake]:
    """Return the misconceptions that claim the submission."""
    if not judgement.failures:
        return []
    named = diagnose.behaviours(exercise, judgement.tried)
    for name, failure in judgement.failures.items():
        if failure.misconception:
            named.append(exercise.misconception(failure.misconception))
        named += [m for m in exercise.misconceptions if m.claimed_by == name]
    unique = {m.id: m for m in named}
    return [NamedMistake(m.id, m.title, m.lesson) for m in unique.values()]


def _make_small(
    judgement: Judgement, court: Court, checks: Sequence[Check], request: Request
) -> None:
    """Replace the first failed check's counterexample by the smallest to be found."""
    check = next((c for c in checks if c.name in judgement.failures), None)
    if check is None:
        return
    request.observe("looking for the smallest case", 0, 1)
    found = judgement.failures[check.name]

    def failure_on(case: Case) -> Failure | None:
        failure = check.find(court, [court.try_(case)])
        return failure if failure and _kind(failure) == _kind(found) else None

    failing = [
        t
        for t in judgement.tried
        if t.case.choices is not None and _fails(check, court, t, _kind(found))
    ]
    if not failing:
        return
    start = min((t.case for t in failing), key=shrink.weight)
    try:
        small = shrink.shrink(
            start, court.exercise.draw, lambda c: failure_on(c) is not None
        )
        failure = failure_on(small)
    except PlayerEnded:
        return
    if failure is None or (
        found.tried.case.choices is None
        and shrink.weight(found.tried.case) <= shrink.weight(small)
    ):
        return
    index = next(i for i, c in enumerate(judgement.checks) if c.name == check.name)
    judgement.checks[index] = replace(
        judgement.checks[index],
        message=failure.message,
        counterexample=counterexample(check, failure),
    )
    judgement.failures[check.name] = failure


def _fails(check: Check, court: Court, tried: Tried, kind: str) -> bool:
    if check.cases is not None:  # a law: it makes calls of its own
        return False
    failure = check.find(court, [tried])
    return failure is not None and _kind(failure) == kind


def _kind(failure: Failure) -> str:
    outcome = failure.tried.outcome
    return outcome.kind if isinstance(outcome, Raised) else ""


def verdict_on(
    request: Request,
    status: Status,
    message: str,
    judgement: Judgement | None = None,
    *,
    line: int | None = None,
    speed: Speed | None = None,
) -> Verdict:
    """Return the verdict that a judgement, if there is one, amounts to."""
    return Verdict(
        file=str(request.submission.path),
        exercise=request.slug,
        status=status,
        message=message,
        line=line,
        checks=tuple(judgement.checks) if judgement else (),
        misconceptions=tuple(judgement.mistakes) if judgement else (),
        speed=speed,
    )
