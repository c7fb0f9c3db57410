"""The trusted side: draw cases, know the answers, judge.

`grade` goes through a submission in the order that teaches: does it load, does it hold
on the pinned cases, on the drawn ones, do the laws hold; then the smallest failing
case, the diagnosis, and (only where all is right) the speed.
"""

from __future__ import annotations

import contextlib
import functools
import time
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from cnnquiz.curriculum import catalog
from cnnquiz.curriculum.exercise import Exercise
from cnnquiz.grading import diagnose, players, timing
from cnnquiz.grading.checks import Court, checks_for
from cnnquiz.grading.judging import (
    Judgement,
    Request,
    judge_checks,
    try_cases,
    verdict_on,
)
from cnnquiz.grading.outcome import LoadFailure, PlayerEnded, Raised, raised_status
from cnnquiz.grading.player import Load
from cnnquiz.grading.players import Limits, Player, Zygote
from cnnquiz.grading.verdict import (
    CheckResult,
    Sandbox,
    Status,
    Verdict,
)

if TYPE_CHECKING:
    pass

OF_ONE_CALL = {"runs", "type", "shape", "dtype", "agrees_with_reference"}
KEPT = "called alone, that case comes out right: something is kept between calls"
ALL_WALL = 28.0  # seconds of wall clock for all players of one verdict


def grade(request: Request, zygote: Zygote) -> tuple[Verdict, Sandbox]:
    """Grade one submission."""
    began = time.monotonic()
    if request.submission.problem:
        verdict = verdict_on(request, Status.INVALID, request.submission.problem)
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
        return verdict_on(request, Status.INVALID, problem.message, line=problem.line)
    if problem.missing_module:
        return verdict_on(request, Status.INVALID, problem.message, line=problem.line)
    message = f"loading it raised {problem}"
    return verdict_on(request, raised_status(problem), message, line=problem.line)


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
            return verdict_on(
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
    if not judgement.mistakes and first.name in OF_ONE_CALL:
        if _holds_alone(judgement, request, exercise, zygote, spec, first.name):
            message = f"{message}; {KEPT}"
    return verdict_on(request, status, message, judgement, line=line)


def _holds_alone(
    judgement: Judgement,
    request: Request,
    exercise: Exercise,
    zygote: Zygote,
    spec: Load,
    name: str,
) -> bool:
    """Say whether the failing case comes out right where no call went before it."""
    check = next(c for c in checks_for(exercise) if c.name == name)
    try:
        with players.playing(zygote, _limits_left(judgement)) as player:
            player.load(request.submission.source, spec)
            court = Court(exercise, player)
            again = court.try_(judgement.failures[name].tried.case)
            return check.find(court, [again]) is None
    except PlayerEnded:
        return False


def _headline(judgement: Judgement, exercise: Exercise, first: CheckResult) -> str:
    """Say in one sentence what is wrong."""
    if judgement.mistakes:
        return f"{judgement.mistakes[0].title}: {first.message}"
    if first.name != "agrees_with_reference":
        return first.message
    return diagnose.describe_parts(exercise, judgement.tried) or first.message


def _judge_speed(
    judgement: Judgement,
    request: Request,
    exercise: Exercise,
    zygote: Zygote,
    spec: Load,
) -> Verdict:
    if exercise.workload is None:
        return verdict_on(request, Status.PASSED, _all_hold(judgement), judgement)
    request.observe("speed", 0, 1)
    with contextlib.ExitStack() as stack:

        def fresh(loaded: bool) -> Player:
            """Make a player for timing alone: nothing the cases left behind counts."""
            limits = _limits_left(judgement)
            timed = stack.enter_context(players.playing(zygote, limits))
            if loaded and timed.load(request.submission.source, spec) is not None:
                raise timing.WrongWhenTimed("it did not load a second time")
            return timed

        try:
            speed = timing.measure(exercise, fresh, request.seed)
        except timing.WrongWhenTimed as wrong:
            return verdict_on(request, Status.WRONG, str(wrong), judgement)
        except PlayerEnded as ended:
            return _ended(judgement, request, ended)
    if speed.ratio > speed.limit:
        message = f"right, but it takes {speed.ratio:.0f} times the engine's time"
        limit = f"; the limit is {speed.limit:g}"
        return verdict_on(request, Status.SLOW, message + limit, judgement, speed=speed)
    return verdict_on(
        request, Status.PASSED, _all_hold(judgement), judgement, speed=speed
    )


def _limits_left(judgement: Judgement) -> Limits:
    """Return what a further player may take of the time for one verdict."""
    left = judgement.began + ALL_WALL - time.monotonic()
    return Limits(total_wall=max(1.0, min(Limits().total_wall, left)))


def _all_hold(judgement: Judgement) -> str:
    cases = len(judgement.tried)
    return f"all {len(judgement.checks)} checks hold on {cases} cases"


def _ended(judgement: Judgement, request: Request, ended: PlayerEnded) -> Verdict:
    """Return the verdict on a submission whose process ended early."""
    count = len(judgement.tried)
    where = f" (call {count + 1})" if count and not judgement.checks else ""
    return verdict_on(request, ended.status, f"{ended}{where}", judgement)
