"""Tables as grids: cells that are read stand in brackets, whatever the colours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias

import numpy as np

from cnnquiz.explore.operation import Numbers, Place, Table
from cnnquiz.report.numbers import Writer

Style: TypeAlias = Literal[
    "", "title", "focus", "dim", "read", "chosen", "written", "cursor"
]
Marks: TypeAlias = Mapping[Place, Style]

SIGNS: dict[Style, tuple[str, str]] = {
    "read": ("[", "]"),
    "chosen": (">", "<"),
    "written": ("[", "]"),
    "cursor": ("{", "}"),
}
UNKNOWN = "."
MORE = " .."
GAP = 3


class Piece(NamedTuple):
    """A text in one style."""

    text: str
    style: Style = ""


Row: TypeAlias = tuple[Piece, ...]


class Size(NamedTuple):
    """How many columns and rows there are to draw in."""

    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawn table: its rows, and where its cells stand in them."""

    table: str
    rows: tuple[Row, ...]
    lead: Place
    first_row: int
    first_column: int
    left: int  # columns before the first cell
    wide: int  # columns a cell
    across: int  # cells in a row

    @property
    def width(self) -> int:
        """Return how many columns it takes."""
        return max(width_of(row) for row in self.rows)

    def cell_at(self, row: int, column: int) -> Place | None:
        """Return the place that is drawn somewhere, which may lie in the padding."""
        i, j = row - 1, (column - self.left) // self.wide
        if not (0 <= i < len(self.rows) - 1 and 0 <= j < self.across):
            return None
        return (*self.lead, self.first_row + i, self.first_column + j)


class Spot(NamedTuple):
    """A picture and where its upper left corner was put."""

    picture: Picture
    row: int
    column: int


def width_of(row: Row) -> int:
    """Return how many columns a row takes."""
    return sum(len(piece.text) for piece in row)


@dataclass(frozen=True, slots=True)
class Drawing:
    """How a table is drawn: the numbers in it, marks, and how numbers are written.

    `typed` stands in the cell under the cursor in place of its number.
    """

    table: Table
    values: Numbers
    marks: Marks
    write: Writer
    wide: int
    focused: bool = False
    typed: str | None = None
    lead: Place | None = None

    def picture(self, size: Size) -> Picture:
        """Draw the slice with the marks, or that part of it which there is room for."""
        lead, shape = self._lead(), _matrix_shape(self.table.shape)
        marked = [self._flat(place) for place in self.marks]
        (top, bottom), (left, right) = self.table.border
        rows, columns = range(-top, shape[0] + bottom), range(-left, shape[1] + right)
        most = max(1, (size.width - 2 * len(MORE)) // (self.wide + 2))
        if len(columns) * (self.wide + 2) <= size.width:
            most = len(columns)
        shown_rows = part(rows, max(1, size.height - 1), [i for i, _ in marked])
        shown = part(columns, most, [j for _, j in marked])
        before, after = shown.start > columns.start, shown.stop < columns.stop
        drawn = [self._title(lead, rows, shown_rows)]
        for i in shown_rows:
            pieces = [Piece(MORE, "dim")] * before
            for j in shown:
                pieces += self._cell(lead, i, j)
            drawn.append((*pieces, *[Piece(MORE, "dim")] * after))
        return Picture(
            self.table.name,
            tuple(drawn),
            lead,
            shown_rows.start,
            shown.start,
            len(MORE) * before,
            self.wide + 2,
            len(shown),
        )

    def _lead(self) -> Place:
        """Return the slice to draw: what was asked for, or has marks, or the first."""
        if self.lead is not None:
            return self.lead
        axes = max(len(self.table.shape) - 2, 0)
        return next((place[:axes] for place in self.marks), (0,) * axes)

    def _flat(self, place: Place) -> tuple[int, int]:
        return (0, place[0]) if len(place) == 1 else (place[-2], place[-1])

    def _place(self, lead: Place, row: int, column: int) -> Place:
        return (column,) if len(self.table.shape) == 1 else (*lead, row, column)

    def _title(self, lead: Place, rows: range, shown: range) -> Row:
        shape = self.table.shape
        size = "x".join(map(str, shape[-2:])) if shape != (1,) else ""
        part_ = f", rows {shown.start} on" if len(shown) < len(rows) else ""
        name = self.table.part(lead)
        said = Piece(f" {size}{part_}", "dim")
        if self.focused:
            return (Piece(f">{name}<", "focus"), said)
        return (Piece(f" {name} ", "title"), said)

    def _cell(self, lead: Place, row: int, column: int) -> list[Piece]:
        place = self._place(lead, row, column)
        height, width = _matrix_shape(self.table.shape)
        inside = 0 <= row < height and 0 <= column < width
        style = self.marks.get(place, "")
        if style == "cursor" and self.typed is not None:
            text = f"{self.typed}_"
        elif not inside:
            text = self.table.outside
        elif np.isnan(self.values[place]):
            text = UNKNOWN
        else:
            text = self.write(self.values[place])
        padding = Piece(" " * (self.wide - len(text)))
        if style in SIGNS:
            before, after = SIGNS[style]
            return [padding, Piece(f"{before}{text}{after}", style)]
        dim: Style = "dim" if not inside or text == UNKNOWN else ""
        return [padding, Piece(f" {text} ", dim)]


def _matrix_shape(shape: tuple[int, ...]) -> tuple[int, int]:
    """Return how many rows and columns a slice has; a vector is one row."""
    return (1, shape[0]) if len(shape) == 1 else (shape[-2], shape[-1])


def part(whole: range, most: int, marked: Sequence[int]) -> range:
    """Return which of many rows or columns are shown: those with the marks."""
    if len(whole) <= most:
        return whole
    middle = (min(marked) + max(marked) + 1) // 2 if marked else whole.start
    start = min(max(middle - most // 2, whole.start), whole.stop - most)
    if marked and min(marked) < start:
        start = min(marked)
    return range(start, start + most)


def arranged(pictures: Sequence[Picture], width: int) -> tuple[list[Row], list[Spot]]:
    """Put pictures side by side where they fit, else below each other."""
    rows: list[Row] = []
    spots: list[Spot] = []
    waiting = list(pictures)
    while waiting:
        band: list[Spot] = []
        column = 0
        while waiting and (not band or column + waiting[0].width <= width):
            picture = waiting.pop(0)
            band.append(Spot(picture, len(rows), column))
            column += picture.width + GAP
        rows += _joined(band)
        spots += band
        if waiting:
            rows.append(())
    return rows, spots


def _joined(band: Sequence[Spot]) -> list[Row]:
    """Lay the rows of pictures beside each other."""
    drawn = []
    for i in range(max(len(spot.picture.rows) for spot in band)):
        row: Row = ()
        for spot in band:
            if i < len(spot.picture.rows):
                gap = spot.column - width_of(row)
                row = (*row, Piece(" " * gap), *spot.picture.rows[i])
        drawn.append(row)
    return drawn
