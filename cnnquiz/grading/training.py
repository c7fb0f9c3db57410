"""Judge a training task: train in one player, predict in a fresh one, count the hits.

The second player is given the file and the parameters alone, so that nothing but the
parameters carries over from the training images, and it never sees a test label.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from cnnquiz.curriculum.exercise import Exercise, Training
from cnnquiz.grading import players
from cnnquiz.grading.judging import Request
from cnnquiz.grading.outcome import (
    LoadFailure,
    Outcome,
    PlayerEnded,
    Raised,
    raised_status,
)
from cnnquiz.grading.player import Load
from cnnquiz.grading.players import Limits, Player, Zygote
from cnnquiz.grading.referee import load_problem, load_spec
from cnnquiz.grading.verdict import CheckResult, Sandbox, Status, Verdict
from cnnquiz.grading.wire import Unsupported
from cnnquiz.values import Rng

WALL = 230.0  # seconds for training; prediction has the rest of the five minutes
CHUNK = 600  # test images a call
# A name and a shape can carry numbers too: they are bounded with the values.
MAX_ARRAYS, MAX_NAME = 40, 30

TITLES = {
    "trains": "trains without an exception, in time",
    "parameters": "returns parameters within the limits",
    "predicts": "predicts a label for each image",
    "accuracy": "is right often enough",
}


class Stop(Exception):  # noqa: N818 - it is a verdict, not an error of ours
    """Judging ends here, with this status and message."""

    def __init__(self, status: Status, message: str, line: int | None = None) -> None:
        super().__init__(message)
        self.status, self.line = status, line


@dataclass(slots=True)
class _Bench:
    """What is known while a training task is judged."""

    request: Request
    exercise: Exercise
    task: Training
    zygote: Zygote
    checks: list[CheckResult] = field(default_factory=list)
    printed: str = ""
    sandbox: Sandbox = field(default_factory=lambda: Sandbox("none"))
    seconds: float = 0.0

    def passed(self, name: str, cases: int = 1) -> None:
        """Note that a check holds."""
        self.checks.append(CheckResult(name, TITLES[name], "passed", cases))

    def failed(
        self,
        name: str,
        message: str,
        status: Status = Status.WRONG,
        line: int | None = None,
    ) -> Stop:
        """Note that a check failed, and skip those behind it."""
        self.checks.append(CheckResult(name, TITLES[name], "failed", 1, message))
        needed = TITLES[name]
        for later in list(TITLES)[len(self.checks) :]:
            self.checks.append(
                CheckResult(later, TITLES[later], "skipped", 0, f"needs '{needed}'")
            )
        return Stop(status, message, line)


def judge(
    request: Request, exercise: Exercise, zygote: Zygote
) -> tuple[Verdict, Sandbox]:
    """Grade a submission to a training task."""
    task = exercise.training
    if task is None:
        raise ValueError(f"{exercise.slug} is no training task")
    bench = _Bench(request, exercise, task, zygote)
    try:
        verdict = _judge(bench)
    except Stop as stop:
        verdict = _verdict(bench, stop.status, str(stop), line=stop.line)
    except PlayerEnded as ended:
        verdict = _verdict(bench, ended.status, str(ended))
    return replace(verdict, output=bench.printed), bench.sandbox


def _judge(bench: _Bench) -> Verdict:
    request, task = bench.request, bench.task
    request.observe("making the images", 0, 1)
    x_train, y_train, x_test, y_test = task.data(request.seed)
    limits = Limits(
        call_cpu=task.cpu_seconds,
        call_wall=WALL,
        total_cpu=task.cpu_seconds + 15,
        total_wall=WALL + 20,
    )
    with players.playing(bench.zygote, limits) as player:
        bench.sandbox = player.sandbox
        problem = _load(bench, player)
        if problem is not None:
            return problem
        try:
            params = _train(bench, player, x_train, y_train)
        finally:
            player.close()
            bench.printed = player.output()
    _look_at(bench, params)
    predicted = _predict(bench, params, x_test)
    return _mark(bench, predicted, y_test)


def _load(bench: _Bench, player: Player, function: str | None = None) -> Verdict | None:
    spec = load_spec(bench.request, bench.exercise)
    if function is not None:
        spec = _predictor(spec, function)
    problem: LoadFailure | Raised | None = player.load(
        bench.request.submission.source, spec
    )
    return load_problem(bench.request, problem)


def _predictor(spec: Load, function: str) -> Load:
    return replace(spec, function=function, positional=["params", "x"], keywords=[])


def _train(bench: _Bench, player: Player, x: Any, y: Any) -> Any:
    bench.request.observe(f"training, up to {bench.task.cpu_seconds:g} s", 0, 1)
    before = player.cpu_time()
    try:
        # Not the seed of the images: their split would be drawn again.
        rng = Rng(bench.request.seed + 1)
        outcome = player.call({"x": x, "y": y, "rng": rng}, watch=False)
    except PlayerEnded as ended:
        if ended.status is Status.TIMEOUT:
            limit = f"{bench.task.cpu_seconds:g} s of processor time, {WALL:g} s in all"
            message = f"training ran out of time; the limits are {limit}"
            raise bench.failed("trains", message, Status.TIMEOUT) from None
        raise bench.failed("trains", str(ended), ended.status) from None
    bench.seconds = player.cpu_time() - before
    params = _value(bench, outcome, "trains", "training")
    bench.passed("trains")
    return params


def _value(bench: _Bench, outcome: Outcome, check: str, doing: str) -> Any:
    """Return what a call returned, or stop where it raised."""
    if not isinstance(outcome, Raised):
        return outcome.value
    if outcome.kind == "NotImplementedError" and check == "trains":
        raise Stop(Status.NOT_STARTED, "it is still the stub: nothing is written yet")
    status = raised_status(outcome)
    raise bench.failed(check, f"{doing} raised {outcome}", status, outcome.line)


def _look_at(bench: _Bench, params: Any) -> None:
    """Hold the parameters against their limits."""
    if not isinstance(params, dict):
        said = params.what if isinstance(params, Unsupported) else type(params).__name__
        raise bench.failed("parameters", f"train_cnn must return a dict, not {said}")
    if len(params) > MAX_ARRAYS or any(len(name) > MAX_NAME for name in params):
        message = f"at most {MAX_ARRAYS} parameters, with names of {MAX_NAME} letters"
        raise bench.failed("parameters", message)
    for name, value in params.items():
        if not isinstance(value, np.ndarray) or value.dtype != np.float32:
            is_array = isinstance(value, np.ndarray)
            found = value.dtype if is_array else f"a {type(value).__name__}"
            message = f"params['{name}'] must be a float32 array, not {found}"
            raise bench.failed("parameters", message)
        if not value.size:
            raise bench.failed("parameters", f"params['{name}'] is empty")
        if not np.isfinite(value).all():
            raise bench.failed("parameters", f"params['{name}'] holds NaN or infinity")
    count = sum(value.size for value in params.values())
    limit = bench.task.max_values
    if count > limit:
        message = f"the parameters hold {count:,} values; {limit:,} are allowed"
        raise bench.failed("parameters", message)
    bench.passed("parameters", len(params))


def _predict(bench: _Bench, params: Any, x: Any) -> np.ndarray:
    """Predict in a player that has seen no training."""
    labels: list[np.ndarray] = []
    with players.playing(bench.zygote, Limits(call_cpu=10, call_wall=20)) as player:
        try:
            problem = _load(bench, player, bench.task.predict)
            if problem is not None:
                raise bench.failed("predicts", problem.message, problem.status)
            for start in range(0, len(x), CHUNK):
                bench.request.observe("predicting", start, len(x))
                images = x[start : start + CHUNK]
                outcome = player.call({"params": params, "x": images}, watch=False)
                got = _value(bench, outcome, "predicts", "predict")
                labels.append(_labels(bench, got, len(images)))
        except PlayerEnded as ended:
            raise bench.failed("predicts", str(ended), ended.status) from None
    bench.passed("predicts", len(x))
    return np.concatenate(labels)


def _labels(bench: _Bench, got: Any, count: int) -> np.ndarray:
    if not isinstance(got, np.ndarray) or got.dtype.kind not in "iu":
        said = got.dtype if isinstance(got, np.ndarray) else type(got).__name__
        message = f"predict must return an array of integer labels, not {said}"
        raise bench.failed("predicts", message)
    if got.shape != (count,):
        message = f"predict returned shape {got.shape} for {count} images"
        raise bench.failed("predicts", message)
    return got


def _mark(bench: _Bench, predicted: np.ndarray, y: np.ndarray) -> Verdict:
    accuracy = float(np.mean(predicted == y))
    task, count = bench.task, len(y)
    said = f"{accuracy:.1%} of {count:,} test images are right"
    speed = f"training took {bench.seconds:.1f} s of processor time"
    if accuracy < task.gate:
        message = f"{said}; {task.gate:.0%} are asked for ({speed})"
        raise bench.failed("accuracy", f"{message}. {_hint(accuracy)}")
    bench.passed("accuracy", count)
    praise = ""
    if accuracy >= task.distinction:
        praise = f"With distinction: {task.distinction:.0%} or more."
    return _verdict(bench, Status.PASSED, f"{said}; {speed}", praise=praise)


def _hint(accuracy: float) -> str:
    """Say what reaches an accuracy like this one."""
    if accuracy < 0.3:
        return (
            "A linear model on the pixels gets about this far, and so does a network "
            "whose layers never learn: does the training loss fall?"
        )
    if accuracy < 0.65:
        return (
            "Without convolution, or with a single small one, the digit cannot be told "
            "from its clutter wherever it lies: use two convolution layers with pooling."
        )
    return (
        "That is beyond what works without convolution; the training does not go far "
        "enough yet. Look at the loss on held-out images, at the learning rate, and at "
        "how many epochs the time allows."
    )


def _verdict(
    bench: _Bench,
    status: Status,
    message: str,
    *,
    praise: str = "",
    line: int | None = None,
) -> Verdict:
    return Verdict(
        file=str(bench.request.submission.path),
        exercise=bench.request.slug,
        status=status,
        message=message,
        line=line,
        checks=tuple(bench.checks),
        praise=praise,
    )
