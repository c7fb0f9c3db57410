"""The trusted side: draw cases, know the answers, judge.

`grade` goes through a submission in the order that teaches: does it load, does it hold
on the pinned cases, on the drawn ones, do the laws hold; then the smallest failing
case, the diagnosis, and (only where all is right) the speed.
"""

from __future__ import annotations

import contextlib
import functools
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from cnnquiz.curriculum import catalog
from cnnquiz.curriculum.draw import draw_many
from cnnquiz.curriculum.exercise import Case, Exercise
from cnnquiz.grading import diagnose, players, shrink, timing
from cnnquiz.grading.checks import (
    Check,
    Court,
    Failure,
    checks_for,
    counterexample,
    result_of,
    skipped,
)
from cnnquiz.grading.player import Load
from cnnquiz.grading.players import (
    Limits,
    LoadFailure,
    Player,
    PlayerEnded,
    Raised,
    Zygote,
)
from cnnquiz.grading.verdict import (
    CheckResult,
    NamedMistake,
    Sandbox,
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
ALL_WALL = 28.0  # seconds of wall clock for all players of one verdict
REFUSED = ("Read-only file system", "Operation not permitted", "Permission denied")


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


def grade(request: Request, zygote: Zygote) -> tuple[Verdict, Sandbox]:
    """Grade one submission."""
    began = time.monotonic()
    if request.submission.problem:
        verdict = _verdict(request, Status.INVALID, request.submission.problem)
        return verdict, Sandbox("none")
    exercise = catalog.find(request.slug).load()
    limits = Limits()
    if exercise.training is not None:
        from cnnquiz.grading import training

        verdict, sandbox = training.judge(request, exercise, zygote)
    else:
        with players.playing(zygote, limits) as player:
            verdict = _grade_in(player, request, exercise, zygote)
            sandbox = player.sandbox
            player.close()
            verdict = replace(verdict, output=player.output())
    return replace(verdict, seconds=time.monotonic() - began), sandbox


def load_spec(request: Request, exercise: Exercise) -> Load:
    """Say what the player must find in the file."""
    signature = catalog.find(request.slug).signature
    return Load(
        file=request.submission.path.name,
        module=exercise.slug,
        function=signature.name,
        positional=list(signature.positional),
        keywords=list(signature.keywords),
        driver=_source(exercise.driver) if exercise.driver else None,
        forbidden=list(exercise.forbidden),
    )


@functools.cache
def _source(driver: Callable[..., Any]) -> str:
    import inspect

    return inspect.getsource(driver)


def load_problem(
    request: Request, problem: LoadFailure | Raised | None
) -> Verdict | None:
    """Return the verdict on a file that does not load."""
    if problem is None:
        return None
    if isinstance(problem, LoadFailure):
        return _verdict(request, Status.INVALID, problem.message, line=problem.line)
    if problem.missing_module:
        return _verdict(request, Status.INVALID, problem.message, line=problem.line)
    message = f"loading it raised {problem}"
    return _verdict(request, raised_status(problem), message, line=problem.line)


def raised_status(raised: Raised) -> Status:
    """Return the status that an exception stands for."""
    if raised.missing_module:
        return Status.INVALID
    if raised.kind == "MemoryError" or raised.kind.endswith("ArrayMemoryError"):
        return Status.MEMORY
    refused = raised.kind in {"PermissionError", "BlockingIOError"} or (
        raised.kind == "OSError" and any(word in raised.message for word in REFUSED)
    )
    if refused or "can't start new thread" in raised.message:
        return Status.BLOCKED
    return Status.ERROR


def _grade_in(
    player: Player, request: Request, exercise: Exercise, zygote: Zygote
) -> Verdict:
    """Grade with a player that nothing has been loaded into."""
    court = Court(exercise, player)
    judgement = Judgement()
    try:
        request.observe("loading", 0, 1)
        spec = load_spec(request, exercise)
        problem = load_problem(request, player.load(request.submission.source, spec))
        if problem is not None:
            return problem
        if not try_cases(judgement, court, request):
            return _verdict(
                request,
                Status.NOT_STARTED,
                "it is still the stub: nothing is written yet",
            )
        judge_checks(judgement, court, request)
    except PlayerEnded as ended:
        return _ended(judgement, request, ended)
    first = next((c for c in judgement.checks if c.status == "failed"), None)
    if first is None:
        return _judge_speed(judgement, request, exercise, zygote, spec)
    status, line = Status.WRONG, None
    outcome = judgement.failures[first.name].tried.outcome
    if first.name == "runs" and isinstance(outcome, Raised):
        status, line = raised_status(outcome), outcome.line
    message = _headline(judgement, exercise, first)
    return _verdict(request, status, message, judgement, line=line)


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
            said = _verdict(request, status, f"it raised {raised}", line=raised.line)
        elif tried.found:
            said = _verdict(request, Status.WRONG, tried.found[0].message)
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


def _headline(judgement: Judgement, exercise: Exercise, first: CheckResult) -> str:
    """Say in one sentence what is wrong."""
    if judgement.mistakes:
        return f"{judgement.mistakes[0].title}: {first.message}"
    parts = diagnose.describe_parts(exercise, judgement.tried)
    return parts or first.message


def _judge_speed(
    judgement: Judgement,
    request: Request,
    exercise: Exercise,
    zygote: Zygote,
    spec: Load,
) -> Verdict:
    if exercise.workload is None:
        return _verdict(request, Status.PASSED, _all_hold(judgement), judgement)
    request.observe("speed", 0, 1)
    with contextlib.ExitStack() as stack:

        def fresh(loaded: bool) -> Player:
            """Make a player for timing alone: nothing the cases left behind counts."""
            left = judgement.began + ALL_WALL - time.monotonic()
            limits = Limits(total_wall=max(1.0, min(Limits().total_wall, left)))
            timed = stack.enter_context(players.playing(zygote, limits))
            if loaded and timed.load(request.submission.source, spec) is not None:
                raise timing.WrongWhenTimed("it did not load a second time")
            return timed

        try:
            speed = timing.measure(exercise, fresh, request.seed)
        except timing.WrongWhenTimed as wrong:
            return _verdict(request, Status.WRONG, str(wrong), judgement)
        except PlayerEnded as ended:
            return _ended(judgement, request, ended)
    if speed.ratio > speed.limit:
        message = f"right, but it takes {speed.ratio:.0f} times the engine's time"
        limit = f"; the limit is {speed.limit:g}"
        return _verdict(request, Status.SLOW, message + limit, judgement, speed=speed)
    return _verdict(
        request, Status.PASSED, _all_hold(judgement), judgement, speed=speed
    )


def _all_hold(judgement: Judgement) -> str:
    cases = len(judgement.tried)
    return f"all {len(judgement.checks)} checks hold on {cases} cases"


def _ended(judgement: Judgement, request: Request, ended: PlayerEnded) -> Verdict:
    """Return the verdict on a submission whose process ended early."""
    count = len(judgement.tried)
    where = f" (call {count + 1})" if count and not judgement.checks else ""
    return _verdict(request, ended.status, f"{ended}{where}", judgement)


def _verdict(
    request: Request,
    status: Status,
    message: str,
    judgement: Judgement | None = None,
    *,
    line: int | None = None,
    speed: Speed | None = None,
) -> Verdict:
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
