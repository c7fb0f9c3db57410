"""Operations one can walk through: arrays, knobs, and one step after another.

An operation is a value. Turning a knob or editing a cell returns another one, and its
steps are made anew. Places are indices from 0, as in the arrays themselves; a place in
the padding lies outside of its array.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

Place: TypeAlias = tuple[int, ...]
Numbers: TypeAlias = NDArray[Any]
Setting: TypeAlias = int | float | bool | str | tuple[int, int]
Arrays: TypeAlias = Mapping[str, Numbers]
Settings: TypeAlias = Mapping[str, Setting]
Border: TypeAlias = tuple[tuple[int, int], tuple[int, int]]

MOST_CELLS = 200_000  # read in one walk; more takes seconds to make
NO_BORDER: Border = ((0, 0), (0, 0))


class Cell(NamedTuple):
    """A cell of a table and the number in it."""

    table: str
    place: Place
    value: float


Term: TypeAlias = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what is read, what is made of it, and where that lands.

    A term is the cells that are multiplied with each other. `chosen` are the cells
    that decide, as the largest of a window. `writes` hold the values after the step.
    """

    title: str
    terms: tuple[Term, ...]
    writes: tuple[Cell, ...]
    say: Callable[[], tuple[str, ...]]
    chosen: tuple[Cell, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """Return the arithmetic, one equation each."""
        return self.say()

    @property
    def reads(self) -> tuple[Cell, ...]:
        """Return the cells that are read, each once."""
        return tuple(dict.fromkeys(cell for term in self.terms for cell in term))


@dataclass(frozen=True, slots=True)
class Table:
    """An array as it is laid out: its last two axes are rows and columns.

    `values` are what it holds before the first step; None where nothing is known yet.
    Around each slice lies a border, above and below, left and right, in which
    `outside` is read.
    """

    name: str
    shape: tuple[int, ...]
    values: Numbers | None = None
    given: bool = False
    border: Border = NO_BORDER
    outside: str = "0"

    def named(self, place: Place) -> str:
        """Return a cell's name, with the leading indices where there are several."""
        return f"{self.name}{index_of(self.shape, place)}"

    def part(self, lead: Place) -> str:
        """Return a slice's name: with its index where there are several."""
        several = any(n > 1 for n in self.shape[:-2])
        return f"{self.name}[{', '.join(map(str, lead))}]" if several else self.name


@dataclass(frozen=True, slots=True)
class Knob:
    """A number or a switch of an operation, with the values it can take."""

    name: str
    value: Setting
    choices: tuple[Setting, ...]

    def beside(self, step: int) -> Setting:
        """Return the value some places further, the last one at the end."""
        at = self.choices.index(self.value) + step
        return self.choices[max(0, min(at, len(self.choices) - 1))]


class Walk(NamedTuple):
    """All steps of an operation; or none, and one sentence that says why."""

    steps: tuple[Step, ...]
    trouble: str = ""


class Aim(NamedTuple):
    """The cell of a result that a question or a verdict is about."""

    table: str
    place: Place


@dataclass(frozen=True, slots=True)
class Kind:
    """What all operations of one name have in common.

    `fit` makes arrays agree with each other and with the knobs. `trouble` says why
    there is nothing to compute, or nothing.
    """

    name: str
    title: str
    about: str
    arrays: Arrays
    settings: Settings
    knobs: Callable[[Operation], tuple[Knob, ...]]
    tables: Callable[[Operation], tuple[Table, ...]]
    steps: Callable[[Operation], Iterator[Step]]
    trouble: Callable[[Operation], str]
    fit: Callable[[Operation], Arrays] = lambda operation: operation.arrays


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation with its arrays and the positions of its knobs."""

    kind: Kind
    arrays: Arrays
    settings: Settings
    aim: Aim | None = None

    @property
    def name(self) -> str:
        """Return the name by which the command line knows it."""
        return self.kind.name

    @property
    def title(self) -> str:
        """Return what it is called in a list."""
        return self.kind.title

    @property
    def knobs(self) -> tuple[Knob, ...]:
        """Return what can be turned."""
        return self.kind.knobs(self)

    @property
    def tables(self) -> tuple[Table, ...]:
        """Return its arrays as they are laid out: the given ones, then the results."""
        return self.kind.tables(self)

    @property
    def trouble(self) -> str:
        """Say why there are no steps; nothing where there are."""
        return self.walk().trouble

    def steps(self) -> tuple[Step, ...]:
        """Return all steps."""
        return self.walk().steps

    def walk(self) -> Walk:
        """Make the steps, or say why there are none."""
        trouble = self.kind.trouble(self)
        if trouble:
            return Walk((), trouble)
        steps, room = [], MOST_CELLS
        for step in self.kind.steps(self):
            steps.append(step)
            room -= 1 + len(step.terms)
            if room < 0:
                return Walk((), "This is too large to step through: shrink the arrays.")
        return Walk(tuple(steps))

    def turned(self, knob: str, value: Setting) -> Operation:
        """Return the operation with a knob at another value; arrays follow."""
        return fitted(replace(self, settings={**self.settings, knob: value}, aim=None))

    def edited(self, table: str, place: Place, value: float) -> Operation:
        """Return the operation with another number in a cell of a given array."""
        array = self.arrays[table].copy()
        array[place] = value
        return replace(self, arrays={**self.arrays, table: array})

    def aimed(self, table: str, place: Place) -> Operation:
        """Return the operation with an eye on one cell of a result."""
        return replace(self, aim=Aim(table, place))

    def start(self, steps: tuple[Step, ...]) -> int:
        """Return the step to begin with: the one that finishes the cell aimed at.

        Where none writes it, as a cell that wins no window, one that reads the cell at
        its place.
        """
        if self.aim is None:
            return 0
        numbers = range(len(steps))
        wrote = [i for i in numbers if self.aim in _places(steps[i].writes)]
        place = self.aim.place
        met = (i for i in numbers if any(c.place == place for c in steps[i].reads))
        return wrote[-1] if wrote else next(met, 0)

    def results(self) -> dict[str, Numbers]:
        """Return what the steps make."""
        return state(self.tables, self.steps())


def _places(cells: tuple[Cell, ...]) -> set[Aim]:
    return {Aim(cell.table, cell.place) for cell in cells}


def fitted(operation: Operation) -> Operation:
    """Return an operation whose arrays agree with each other and with the knobs."""
    return replace(operation, arrays=operation.kind.fit(operation))


def state(tables: tuple[Table, ...], steps: tuple[Step, ...]) -> dict[str, Numbers]:
    """Return the results after some steps; NaN stands where nothing is known yet."""
    found = {
        table.name: np.full(table.shape, np.nan)
        if table.values is None
        else table.values.astype(float)
        for table in tables
        if not table.given
    }
    for step in steps:
        for cell in step.writes:
            found[cell.table][cell.place] = cell.value
    return found


def index_of(shape: tuple[int, ...], place: Place) -> str:
    """Write an index as in code, without leading axes that are all of length 1."""
    first = next((i for i, n in enumerate(shape[:-2]) if n > 1), max(len(shape) - 2, 0))
    return f"[{', '.join(map(str, place[first:]))}]"


def resized(array: Numbers, shape: tuple[int, ...]) -> Numbers:
    """Cut an array to a shape, or extend it with ones."""
    if array.shape == shape:
        return array
    changed = np.ones(shape)
    both = tuple(map(slice, map(min, shape, array.shape)))
    changed[both] = array[both]
    return changed


def knob(operation: Operation, name: str, choices: tuple[Setting, ...]) -> Knob:
    """Make a knob that can also stand where the operation has it."""
    value = operation.settings[name]
    return Knob(name, value, choices if value in choices else (value, *choices))


def setting(value: Setting) -> str:
    """Write the position of a knob."""
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, tuple):
        return "x".join(map(str, value))
    return f"{value:g}" if isinstance(value, float) else str(value)


def places(shape: tuple[int, ...]) -> Iterator[Place]:
    """Yield all places of a shape in reading order."""
    return itertools.product(*map(range, shape))
