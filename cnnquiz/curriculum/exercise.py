"""What an exercise is made of, besides its stub and its model solution.

Everything here is plain data and plain functions. The grader reads them; they know
nothing of the grader.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, Protocol

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from cnnquiz.curriculum.draw import Draw

Arguments = dict[str, Any]


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Case:
    """One set of arguments for the function; itself alone, as a key.

    `why` says what a pinned case is about ("stride 2 with padding 1"). `choices` are
    what a drawn case was made of, so that it can be made smaller.
    """

    arguments: Arguments
    why: str = ""
    choices: Mapping[str, Any] | None = None


def pinned(why: str, **arguments: Any) -> Case:
    """Pin a case by hand; lists become float64 arrays."""
    return Case({k: _as_argument(v) for k, v in arguments.items()}, why)


def _as_argument(value: Any) -> Any:
    return np.array(value, np.float64) if isinstance(value, list) else value


class Trial(Protocol):
    """What a law looks at: one case, what came back, and more calls if it likes."""

    @property
    def arguments(self) -> Arguments:
        """The case's arguments; a fresh copy."""

    @property
    def result(self) -> Any:
        """What the submission returned for them."""

    @property
    def expected(self) -> Any:
        """What the reference returns for them."""

    def call(self, **changes: Any) -> Any:
        """Call the submission again, with some arguments changed."""


@dataclass(frozen=True, slots=True)
class Broken:
    """A law that does not hold: in words, and the misconception that explains it."""

    message: str
    misconception: str | None = None


@dataclass(frozen=True, slots=True)
class Law:
    """Something that holds for each right answer, whatever the reference says.

    `holds` returns None where the law holds, else a sentence or a `Broken`. It is tried
    on the first `cases` cases, or on cases of its own.
    """

    name: str
    title: str
    holds: Callable[[Trial], str | Broken | None]
    cases: int = 12
    needs: tuple[str, ...] = ("agrees_with_reference",)
    own_cases: tuple[Case, ...] = ()


BY_ITS_LAW = ""


@dataclass(frozen=True, slots=True)
class Misconception:
    """A wrong idea: its name, what it makes of the arguments, and the lesson.

    A *behaviour* claims a submission whose outputs it reproduces. A *contract* claims
    one that fails the check named in `claimed_by`, or is named by the law that is
    broken (`BY_ITS_LAW`).
    """

    id: str
    title: str
    lesson: str
    implementation: Callable[..., Any]
    claimed_by: str | None = None
    variants: tuple[Callable[..., Any], ...] = ()
    """The same idea written in other ways, with other outputs."""

    @property
    def implementations(self) -> tuple[Callable[..., Any], ...]:
        """All the ways in which the idea is known to be written."""
        return (self.implementation, *self.variants)


@dataclass(frozen=True, slots=True)
class Workload:
    """Arguments that grow, and how much slower than the engine is still accepted.

    `arguments(size, rng)` makes about twice the work when size doubles. `unit` names
    what the work is proportional to, for the sentence about growth.
    """

    arguments: Callable[[int, np.random.Generator], Arguments]
    limit: float
    unit: str
    reference: Callable[..., Any] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Training:
    """A task whose function trains, and whose second function predicts.

    `data(seed)` returns x_train, y_train, x_test, y_test. Test accuracy of at least
    `gate` passes; `distinction` is praised. The parameters may hold `max_values`
    numbers in float32, and training may take `cpu_seconds` of processor time.
    """

    data: Callable[[int], tuple[Any, Any, Any, Any]]
    predict: str
    gate: float
    distinction: float
    max_values: int
    cpu_seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Exercise:
    """One coding task."""

    slug: str
    reference: Callable[..., Any]
    """The engine's answer, called with a case's arguments by name."""
    draw: Callable[[Draw], Arguments]
    pinned: Sequence[Case]
    rounding: Callable[..., Any]
    """The sizes that rounding is relative to: terms times the size of the terms.

    Called as the reference is; one number or array for the result, or a tuple or dict
    of them, one for each part. Read `cnnquiz.grading.compare` for what becomes of it.
    """
    misconceptions: Sequence[Misconception]
    workload: Workload | None
    hints: tuple[str, str, str]
    follow_ups: tuple[str, str, str]
    topics: tuple[str, ...]
    laws: Sequence[Law] = ()
    parts: tuple[str, ...] = ()
    """The names of what a tuple holds: ("dx", "dw", "db")."""
    values: Literal["compared", "free"] = "compared"
    """Free where randomness decides the values: then only laws judge them."""
    dtype: Literal["input", "float64", "integer", "free"] = "input"
    fresh: bool = False
    """Whether the statement asks for new arrays, none of them an argument's memory."""
    precision: Literal["single", "double"] = "single"
    forbidden: tuple[str, ...] = ()
    driver: Callable[..., Any] | None = None
    """Runs in the player in place of a plain call: driver(function, **arguments)."""
    training: Training | None = None
    """A training task: judged by what the trained network can do, not by cases."""
    most_drawn: int = 10_000
    """At most so many drawn cases, where one call takes long."""
    stub: Callable[[int], str] | None = None
    """Writes the stub of a seed, where each seed has a script of its own to mend. The
    file in exercises/ is that of seed 0, and need not be unwritten."""

    def misconception(self, id_: str) -> Misconception:
        """Return the misconception of that id."""
        return next(m for m in self.misconceptions if m.id == id_)


def by_terms(
    function: Callable[..., Any], terms: Callable[..., int]
) -> Callable[..., Any]:
    """Make a `rounding` for sums of products: the function of the absolute values.

    Rounding moves a sum by at most its number of terms times the size of the terms. An
    FFT rounds on the scale of all its input, even where every sum is of zeros alone:
    the sizes are at least what the largest numbers of the two largest arrays give.
    """

    @functools.wraps(function)
    def rounding(**arguments: Any) -> Any:
        sizes = {k: _absolute(v) for k, v in arguments.items()}
        largest = [_largest(v) for v in sizes.values() if isinstance(v, np.ndarray)]
        least = float(np.prod(sorted(largest)[-2:]))
        return _scaled(function(**sizes), terms(**arguments), least)

    return rounding


def _absolute(value: Any) -> Any:
    is_number = isinstance(value, np.ndarray) and value.dtype.kind in "fiu"
    return np.abs(value) if is_number else value


def _largest(array: np.ndarray) -> float:
    return float(np.max(array[np.isfinite(array)], initial=0.0))


def _scaled(value: Any, factor: int, least: float) -> Any:
    if isinstance(value, tuple):
        return tuple(_scaled(v, factor, least) for v in value)
    return np.maximum(value, least) * factor
