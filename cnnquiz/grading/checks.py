"""The checks that every exercise has, in the order that teaches, and its own laws.

A check looks at cases with their outcomes and says how it went. One that needs a
failed check is skipped and says so.
"""

from __future__ import annotations

import itertools
import weakref
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from cnnquiz.curriculum.exercise import Arguments, Broken, Case, Exercise, Law
from cnnquiz.grading import wire
from cnnquiz.grading.compare import Expectation, build, mismatch
from cnnquiz.grading.diagnose import Tried
from cnnquiz.grading.outcome import Outcome, Raised, Returned, Runner
from cnnquiz.grading.verdict import CheckResult, Counterexample
from cnnquiz.values import Rng

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence


# By exercise, since some share their pinned cases; kept for as long as the case is.
EXPECTED: weakref.WeakKeyDictionary[Case, dict[str, Expectation]] = (
    weakref.WeakKeyDictionary()
)


class Failure(NamedTuple):
    """Where a check failed, and how."""

    tried: Tried
    message: str
    misconception: str | None = None
    wrong: Any = None


@dataclass(frozen=True, slots=True)
class Check:
    """A law about outcomes: `find` returns its first failure among the cases tried."""

    name: str
    title: str
    find: Callable[[Court, Sequence[Tried]], Failure | None]
    needs: tuple[str, ...] = ()
    cases: int | None = None  # None: every case


@dataclass(frozen=True, slots=True)
class Court:
    """What checks judge with: the exercise, and a runner for its cases."""

    exercise: Exercise
    runner: Runner

    def try_(self, case: Case) -> Tried:
        """Run one case."""
        outcome = self.runner.call(case.arguments, meanwhile=lambda: self._expect(case))
        return Tried(case, outcome, self._expect(case))

    def _expect(self, case: Case) -> Expectation:
        """Return what is right, computed once for all submissions of a process."""
        of_case = EXPECTED.setdefault(case, {})
        slug = self.exercise.slug
        if slug not in of_case:
            of_case[slug] = Expectation.of(self.exercise, case.arguments)
        return of_case[slug]


def _runs(court: Court, tried: Sequence[Tried]) -> Failure | None:
    for t in tried:
        if isinstance(t.outcome, Raised):
            return Failure(t, f"it raised {t.outcome}")
    return None


def _aspect(name: str) -> Callable[[Court, Sequence[Tried]], Failure | None]:
    """Make the search for a mismatch of one aspect."""

    def find(court: Court, tried: Sequence[Tried]) -> Failure | None:
        for t in tried:
            found = [m for m in t.found if m.check == name]
            if found:
                marks = {m.part: m.wrong for m in found}
                wrong = marks if court.exercise.parts or "" not in marks else marks[""]
                return Failure(t, found[0].message, wrong=wrong)
        return None

    return find


def _inputs(court: Court, tried: Sequence[Tried]) -> Failure | None:
    for t in _returned(tried):
        if t.outcome.changed:
            names = " and ".join(t.outcome.changed)
            return Failure(t, f"it changed its argument {names}; work on a copy")
    return None


def _earlier(court: Court, tried: Sequence[Tried]) -> Failure | None:
    message = "a later call changed what it had returned: a shared buffer"
    for t in _returned(tried):
        if t.outcome.earlier_changed:
            return Failure(t, message)
        if t.outcome.shared and court.exercise.fresh:
            names = " and ".join(t.outcome.shared)
            told = f"it returned its argument {names}, or a part of it, not a new array"
            return Failure(t, f"{told}: later changes to {names} would change it")
    # A buffer may be kept for each shape: call twice with the same shapes.
    for t in itertools.islice(_returned(tried), 4):
        court.runner.call(t.case.arguments)
        other = court.runner.call(_reversed(t.case.arguments))
        if isinstance(other, Returned) and other.earlier_changed:
            return Failure(t, message)
    return None


def _reversed(value: Any) -> Any:
    """Return arguments of the same shapes and of the same values, in other places."""
    if isinstance(value, np.ndarray) and value.dtype.kind == "f":
        return value.reshape(-1)[::-1].reshape(value.shape)
    if isinstance(value, dict):
        return {k: _reversed(v) for k, v in value.items()}
    return value


def _repeats(court: Court, tried: Sequence[Tried]) -> Failure | None:
    """Call the first cases again, after all the others."""
    for t in itertools.islice(_returned(tried), 8):
        again = court.runner.call(t.case.arguments)
        same = isinstance(again, Returned) and (
            wire.snapshot(again.value) == wire.snapshot(t.outcome.value)
            or (
                court.exercise.values == "compared"
                and not mismatch(again.value, t.expected)
            )
        )
        if not same:
            message = "called again with the same arguments, it gave another result"
            return Failure(t, f"{message}: something is kept between calls")
    return None


def _global_rng(court: Court, tried: Sequence[Tried]) -> Failure | None:
    for t in _returned(tried):
        if t.outcome.global_rng:
            return Failure(
                t, "it drew from NumPy's global generator; draw from the rng passed in"
            )
    return None


def _returned(tried: Sequence[Tried]) -> Iterator[Any]:
    return (t for t in tried if isinstance(t.outcome, Returned))


COMMON: tuple[Check, ...] = (
    Check("runs", "runs without an exception", _runs),
    Check("type", "returns what the statement asks for", _aspect("type"), ("runs",)),
    Check("shape", "has the right shape", _aspect("shape"), ("type",)),
    Check("dtype", "has the right dtype", _aspect("dtype"), ("type",)),
    Check(
        "agrees_with_reference",
        "agrees with the reference",
        _aspect("agrees_with_reference"),
        ("shape",),
    ),
    Check(
        "leaves_inputs_unchanged", "leaves its arguments unchanged", _inputs, ("runs",)
    ),
    Check("keeps_earlier_results", "keeps earlier results", _earlier, ("runs",)),
    Check("repeats", "gives the same again", _repeats, ("runs",), 8),
)
GLOBAL_RNG = Check(
    "leaves_global_rng", "draws only from the rng passed in", _global_rng, ("runs",)
)


def checks_for(exercise: Exercise) -> Iterator[Check]:
    """Yield the checks of an exercise in order: the common ones, then its laws."""
    random = any(
        isinstance(v, Rng) for c in exercise.pinned for v in c.arguments.values()
    )
    for check in COMMON:
        if check.name == "agrees_with_reference" and exercise.values == "free":
            continue
        yield check
    if random:
        yield GLOBAL_RNG
    for law in exercise.laws:
        yield _law_check(law)


def _law_check(law: Law) -> Check:
    def find(court: Court, tried: Sequence[Tried]) -> Failure | None:
        own = [court.try_(case) for case in law.own_cases]
        for t in own or list(tried)[: law.cases]:
            if isinstance(t.outcome, Raised):
                return Failure(t, f"it raised {t.outcome}")
            try:
                broken = law.holds(Watched(court, t))
            except _CallRaised as raised:
                broken = f"a further call raised {raised}"
            except Exception as error:  # noqa: BLE001 - its results may be anything
                kind = type(error).__name__
                broken = f"a further call returned what cannot be compared ({kind})"
            if broken is not None:
                if isinstance(broken, str):
                    broken = Broken(broken)
                return Failure(t, broken.message, broken.misconception)
        return None

    count = len(law.own_cases) or law.cases
    return Check(law.name, law.title, find, law.needs, count)


class _CallRaised(Exception):  # noqa: N818 - carries a submission's exception to its law
    """The submission raised in a further call."""


class Watched:
    """The trial that a law looks at."""

    def __init__(self, court: Court, tried: Tried) -> None:
        self._court, self._tried = court, tried

    @property
    def arguments(self) -> Arguments:
        """The case's arguments; a fresh copy."""
        return build(self._tried.case.arguments)

    @property
    def result(self) -> Any:
        """What the submission returned for them."""
        outcome = self._tried.outcome
        return outcome.value if isinstance(outcome, Returned) else None

    @property
    def expected(self) -> Any:
        """What the reference returns for them."""
        return self._tried.expected.value

    def call(self, **changes: Any) -> Any:
        """Call the submission again, with some arguments changed."""
        arguments = {**self._tried.case.arguments, **changes}
        outcome = self._court.runner.call(arguments)
        if isinstance(outcome, Raised):
            raise _CallRaised(str(outcome))
        return outcome.value


def result_of(check: Check, tried_count: int, failure: Failure | None) -> CheckResult:
    """Say how a check went."""
    cases = tried_count if check.cases is None else min(check.cases, tried_count)
    if failure is None:
        return CheckResult(check.name, check.title, "passed", cases)
    return CheckResult(
        check.name,
        check.title,
        "failed",
        cases,
        failure.message,
        counterexample(check, failure),
    )


def counterexample(check: Check, failure: Failure) -> Counterexample:
    """Draw up the case on which a check failed."""
    tried = failure.tried
    outcome: Outcome = tried.outcome
    values = check.name in {"type", "shape", "dtype", "agrees_with_reference"}
    got = outcome.value if isinstance(outcome, Returned) else None
    return Counterexample(
        tried.case.arguments,
        tried.expected.value if values else None,
        got if values or check.name != "runs" else None,
        failure.wrong,
        tried.case.why,
    )


def skipped(check: Check, failed: str) -> CheckResult:
    """Say that a check was not tried because one that it needs failed."""
    return CheckResult(check.name, check.title, "skipped", 0, f"needs '{failed}'")
