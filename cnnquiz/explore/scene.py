"""A walk as one sees it: the tables with what is read and written, and the words."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from cnnquiz.explore.operation import Operation, Place, Step, Table, Walk, places, state
from cnnquiz.explore.pictures import Drawing, Picture, Size, Style
from cnnquiz.report.numbers import writer

if TYPE_CHECKING:
    from cnnquiz.explore.operation import Numbers
    from cnnquiz.report.numbers import Writer

MANY = 1_000  # rows: as many as there are


@dataclass(frozen=True, slots=True)
class Editing:
    """The cell that is being edited, and what was typed so far, if anything."""

    table: str
    place: Place
    typed: str | None = None


@dataclass(slots=True)
class Scene:
    """An operation with its steps, made once, drawn at any of them."""

    operation: Operation
    walk: Walk = field(init=False)
    tables: tuple[Table, ...] = field(init=False)
    _writers: dict[str, tuple[Writer, int]] = field(init=False)

    def __post_init__(self) -> None:
        """Make the steps, and choose how the numbers of each table are written."""
        self.walk = self.operation.walk()
        # What cannot be walked through may also be too large to draw.
        every, trouble = self.operation.tables, self.walk.trouble
        self.tables = tuple(each for each in every if each.given or not trouble)
        last = state(self.tables, self.walk.steps)
        self._writers = {
            table.name: _writer(table, last.get(table.name, table.values))
            for table in self.tables
        }

    @property
    def steps(self) -> tuple[Step, ...]:
        """Return the steps."""
        return self.walk.steps

    def pictures(
        self,
        at: int,
        size: Size,
        focus: str = "",
        editing: Editing | None = None,
    ) -> list[Picture]:
        """Draw all tables as they are after a step."""
        known = state(self.tables, self.steps[: at + 1])
        step = self.steps[at] if 0 <= at < len(self.steps) else None
        drawn = []
        for table in self.tables:
            write, wide = self._writers[table.name]
            marks = _marks(table.name, step)
            typed = None
            if editing is not None and editing.table == table.name:
                marks, typed = {editing.place: "cursor"}, editing.typed
                wide = max(wide, len(f"{typed}_") if typed is not None else 0)
            values = known.get(table.name, table.values)
            assert values is not None  # noqa: S101 - a given table has values
            drawing = Drawing(
                table, values, marks, write, wide, table.name == focus, typed
            )
            drawn.append(drawing.picture(size))
        return drawn

    def slices(self, table: Table, width: int) -> list[Picture]:
        """Draw every slice of a table, whole, as it is after the last step."""
        known = state(self.tables, self.steps).get(table.name, table.values)
        assert known is not None  # noqa: S101 - a given table has values
        write, wide = self._writers[table.name]
        size = Size(width, MANY)
        return [
            Drawing(table, known, {}, write, wide, lead=lead).picture(size)
            for lead in places(table.shape[:-2])
        ]


def _writer(table: Table, values: Numbers | None) -> tuple[Writer, int]:
    """Return how cells are written, and how many columns the widest takes."""
    assert values is not None  # noqa: S101 - a given table has values
    write = writer([np.asarray(values)])
    cells = values[np.isfinite(values)].tolist()
    wide = max((len(write(cell)) for cell in cells), default=1)
    has_border = any(side for axis in table.border for side in axis)
    return write, max(wide, len(table.outside) * has_border)


def _marks(table: str, step: Step | None) -> dict[Place, Style]:
    """Return which cells of a table a step reads, chooses and writes."""
    marks: dict[Place, Style] = {}
    if step is not None:
        marks |= {c.place: "read" for c in step.reads if c.table == table}
        marks |= {c.place: "chosen" for c in step.chosen if c.table == table}
        marks |= {c.place: "written" for c in step.writes if c.table == table}
    return marks


def flowed(words: tuple[str, ...], width: int, gap: int = 3) -> list[str]:
    """Put short equations into columns; a single one is wrapped where it is shown."""
    if len(words) < 2:
        return list(words)
    wide = max(map(len, words)) + gap
    across = max(1, (width + gap) // wide)
    return [
        "".join(word.ljust(wide) for word in words[i : i + across]).rstrip()
        for i in range(0, len(words), across)
    ]
