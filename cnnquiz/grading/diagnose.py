"""Which mistake is it: hold a submission's outcomes against those of known wrong ideas.

Never on the shrunk case: there a quarter of wrong submissions behave like some other
mistake. On a batch of raw cases, failing and passing ones of several kinds, none does.
A misconception claims a submission only if it reproduces it on the whole batch. Where
several parts are returned (dx, dw, db), one may claim a part, if no other part speaks
against it. No claim, no guess.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from cnnquiz.grading.compare import (
    Expectation,
    Mismatch,
    at_least,
    build,
    mismatches,
    widen,
)
from cnnquiz.grading.outcome import Outcome, Raised, Returned

if TYPE_CHECKING:
    from cnnquiz.curriculum.exercise import Case, Exercise, Misconception

WHOLE = ""
Way = Callable[..., Any]
"""One way in which a wrong idea is written."""


@dataclass(frozen=True)
class Tried:
    """A case, what came of it, and what is right."""

    case: Case
    outcome: Outcome
    expected: Expectation

    @functools.cached_property
    def found(self) -> tuple[Mismatch, ...]:
        """What is wrong with the value that came back."""
        if isinstance(self.outcome, Raised):
            return ()
        return tuple(mismatches(self.outcome.value, self.expected))


def behaviours(exercise: Exercise, batch: Sequence[Tried]) -> list[Misconception]:
    """Return the misconceptions that reproduce the submission, whole or by parts."""
    known = [m for m in exercise.misconceptions if m.claimed_by is None]
    wrong = _wrong_parts(batch)
    if not wrong or all(isinstance(t.outcome, Raised) for t in batch):
        return []
    whole = [
        idea
        for idea in known
        if any(_reproduces(w, exercise, batch) for w in idea.implementations)
    ]
    if whole or len(exercise.parts) < 2 or WHOLE in wrong:
        return whole
    return _by_parts(known, wrong, exercise, batch)


def _by_parts(
    known: Sequence[Misconception],
    wrong: set[str],
    exercise: Exercise,
    batch: Sequence[Tried],
) -> list[Misconception]:
    """Return the ideas that together explain every wrong part."""
    claims: list[Misconception] = []
    claimed: set[str] = set()
    pairs = ((idea, way) for idea in known for way in idea.implementations)
    for idea, way in pairs:
        own = _parts_of(way, exercise, batch)
        if own and own <= wrong and _reproduces(way, exercise, batch, own):
            claims.append(idea)
            claimed |= own
    return list(dict.fromkeys(claims)) if claimed == wrong else []


def _wrong_parts(batch: Sequence[Tried]) -> set[str]:
    """Return the names of the parts that are wrong in some case."""
    wrong: set[str] = set()
    for tried in batch:
        if isinstance(tried.outcome, Raised):
            wrong.add(WHOLE)
        wrong |= {m.part for m in tried.found}
    return wrong


def _parts_of(way: Way, exercise: Exercise, batch: Sequence[Tried]) -> set[str]:
    """Return the names of the parts that a wrong idea gets wrong."""
    outcomes = (
        Tried(t.case, imagine(exercise, way, t.case), t.expected)
        for t in itertools.islice(batch, 40)
    )
    return _wrong_parts(list(outcomes))


def _reproduces(
    way: Way,
    exercise: Exercise,
    batch: Sequence[Tried],
    only: set[str] | None = None,
) -> bool:
    """Say whether a wrong idea does what the submission does, on every case.

    Overflow depends on the precision inside: either one may be the submission's.
    """
    return all(
        _same(imagine(exercise, way, t.case), t, only)
        or _same(imagine(exercise, way, t.case, wide=True), t, only)
        for t in batch
    )


def _same(imagined: Outcome, tried: Tried, only: set[str] | None) -> bool:
    got = tried.outcome
    if isinstance(got, Raised) or isinstance(imagined, Raised):
        # Which exception it is depends on how the idea is written; where, on the idea.
        return isinstance(got, Raised) and isinstance(imagined, Raised)
    tolerance = at_least(tried.expected.tolerance, imagined.value)
    as_expected = Expectation(imagined.value, tolerance, None, tried.expected.parts)
    found = mismatches(got.value, as_expected)
    return not any(only is None or m.part in only for m in found)


def imagine(exercise: Exercise, way: Way, case: Case, *, wide: bool = False) -> Outcome:
    """Return what a wrong idea makes of a case, perhaps in float64 inside."""
    arguments = build(case.arguments)
    if wide:
        arguments = {k: widen(v) for k, v in arguments.items()}
    with np.errstate(all="ignore"):
        try:
            if exercise.driver is not None:
                return Returned(exercise.driver(way, **arguments))
            return Returned(way(**arguments))
        except Exception as error:  # noqa: BLE001 - a wrong idea may raise anything
            return Raised(type(error).__name__, str(error))


def describe_parts(exercise: Exercise, batch: Sequence[Tried]) -> str:
    """Say which parts are right, and what simple change makes a wrong one right."""
    if len(exercise.parts) < 2 or any(isinstance(t.outcome, Raised) for t in batch):
        return ""
    wrong = _wrong_parts(batch)
    names = list(_leaves(batch[0].expected.value, exercise.parts))
    if not wrong or not wrong <= set(names):
        return ""
    right = [name for name in names if name not in wrong]
    said = (
        [f"{' and '.join(right)} {'is' if len(right) == 1 else 'are'} right"]
        if right
        else []
    )
    for name in names:
        if name in wrong:
            with np.errstate(all="ignore"):  # it may hold infinities
                explained = _explain_part(name, exercise.parts, batch)
            said.append(f"{name} is wrong{': ' + explained if explained else ''}")
    return "; ".join(said)


FAINT = 1e-6  # a factor that is so near to 0 or −1 is meant to be it
Change = Callable[[np.ndarray], np.ndarray]
CHANGES: Mapping[str, Change] = {
    "it is flipped along its last two axes": lambda a: a[..., ::-1, ::-1],
    "it is flipped along its last axis": lambda a: a[..., ::-1],
    "its last two axes are swapped": lambda a: a.swapaxes(-1, -2),
    "its first two axes are swapped": lambda a: a.swapaxes(0, 1),
}


def _leaves(value: Any, parts: Sequence[str]) -> dict[str, Any]:
    """Return the parts by name; a part that is a dict stands for what it holds."""
    named = dict(zip(parts, value, strict=False))
    inside = [part for part in named.values() if isinstance(part, dict)]
    whole = {k: v for k, v in named.items() if not isinstance(v, dict)}
    return whole | {k: v for part in inside for k, v in part.items()}


def _explain_part(name: str, parts: Sequence[str], batch: Sequence[Tried]) -> str:
    pairs = list(_part_pairs(name, parts, batch))
    for said, change in CHANGES.items():
        if pairs and all(_equal_after(change, *pair) for pair in pairs):
            return said
    return _constant_factor(pairs)


def _part_pairs(
    name: str, parts: Sequence[str], batch: Sequence[Tried]
) -> Iterator[tuple[np.ndarray, np.ndarray, float]]:
    for tried in batch:
        if isinstance(tried.outcome, Returned) and isinstance(
            tried.outcome.value, (tuple, list)
        ):
            got = _leaves(tried.outcome.value, parts).get(name)
            want = _leaves(tried.expected.value, parts)[name]
            if isinstance(got, (np.ndarray, np.number, int, float)):
                yield (
                    np.asarray(got, np.float64),
                    np.asarray(want),
                    _leaves(tried.expected.tolerance, parts)[name],
                )


def _equal_after(
    change: Change, got: np.ndarray, want: np.ndarray, tolerance: float
) -> bool:
    if want.ndim < 2 or got.ndim != want.ndim:
        return False
    changed = change(want)
    return got.shape == changed.shape and bool(
        np.all(np.abs(got - changed) <= tolerance)
    )


def _constant_factor(pairs: list[tuple[np.ndarray, np.ndarray, float]]) -> str:
    """Find a factor that is one number in each case (and perhaps another in the next)."""
    factors: list[tuple[float, float]] = []  # how well it is known, and the factor
    for got, want, tolerance in pairs:
        if got.shape != want.shape:
            return ""
        size = float(np.sum(want * want))
        if not size and np.all(np.abs(got) <= tolerance):
            continue
        factor = float(np.sum(got * want) / size) if size else 0.0
        if not _is_multiple(factor, got, want, tolerance):
            return ""
        factors.append((size / max(tolerance, 1e-300) ** 2, factor))
    if not factors:
        return ""
    _, best = max(factors)
    if not all(_is_multiple(best, *pair) for pair in pairs):
        if not any(np.count_nonzero(want) > 1 for _, want, _ in pairs):
            return ""  # of a single number anything is a multiple
        return (
            "it is a multiple of the right one, by a factor that differs from case to "
            "case"
        )
    if abs(best) < FAINT:
        return "it is zero"
    if abs(best + 1) < FAINT:
        return "it is the negative of the right one"
    return f"it is {best:.4g} times the right one"


def _is_multiple(
    factor: float, got: np.ndarray, want: np.ndarray, tolerance: float
) -> bool:
    off = np.abs(got - factor * want)
    return bool(np.all(off <= tolerance * max(1.0, abs(factor))))
