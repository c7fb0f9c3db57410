"""Arrays as grids that one can follow by hand, with the wrong cells marked.

A grid is made of spans, a text and the name of a style each, so that a terminal and
the interface draw the same. A wrong cell stands in brackets, whatever the colours.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from cnnquiz.report.numbers import Writer, writer
from cnnquiz.report.spans import Block, Line, Span, beside, fitted, line

MAX_ROWS, MAX_COLUMNS = 12, 12
MAX_SLICES = 6
LARGE = 300  # cells; beyond it a few rows stand for all
LARGE_ROWS, LARGE_SLICES = 6, 2
MAX_NAME = 24
GAP = 4

Mark = np.ndarray | None
Place = tuple[int, ...]


def is_grid(value: Any) -> bool:
    """Say whether a value is drawn as a grid and not within a line."""
    return isinstance(value, np.ndarray) and value.ndim > 0


class _View(NamedTuple):
    """A 2-D slice to draw, and the cell that must be seen."""

    place: Place
    row: int = 0
    column: int = 0


def picture(name: str, array: np.ndarray, width: int, note: str = "") -> Block:
    """Draw one array: its name and shape, then its slices, side by side if they fit."""
    title = _title(name, array, width, note)
    if not array.size:
        return [title, line(" (empty)", "dim")]
    places, left_out = _places(array, None)
    views = [_View(place) for place in places]
    grid = _Grid.of([array], views, width)
    alone = len(places) == 1 and not left_out
    slices = [grid.draw(array, None, view, None if alone else name) for view in views]
    return [title, *beside(slices, width, 2), *left_out]


def pair(
    name: str, expected: np.ndarray, got: np.ndarray, mark: np.ndarray, width: int
) -> list[Line]:
    """Draw two arrays of one shape side by side, the wrong cells of one marked."""
    places, left_out = _places(expected, mark)
    views = [_first_wrong(mark, place) for place in places]
    alone = len(places) == 1 and not left_out
    grid = _Grid.of_pair(expected, got, mark, views, width)
    blocks = []
    for what, array, marks in (("expected", expected, None), ("got", got, mark)):
        # An int where a float belongs is a hint; which float it is says nothing.
        note = str(got.dtype) if what == "got" and got.dtype.kind != "f" else ""
        block = [_title(f"{name}: {what}" if name else what, array, width, note)]
        for view in views:
            block += grid.draw(array, marks, view, None if alone else name)
        blocks.append(block)
    return [*beside(blocks, width, GAP), *left_out]


def _title(name: str, array: np.ndarray, width: int, note: str) -> Line:
    about = f" {array.shape} {note}".rstrip()
    return (Span(name, "title"), Span(fitted(about, max(width - len(name), 1)), "dim"))


def _label(
    name: str | None, place: Place, shape: tuple[int, ...], rows: range, columns: range
) -> str:
    """Say which slice it is, and which part of it where not all is shown.

    An image and a channel, or else an index; without a name the slice is alone.
    """
    whole = (len(rows), len(columns)) == shape
    part = f"{rows.start}:{rows.stop}, {columns.start}:{columns.stop}"
    if name is None:
        return "" if whole else f"[{part}]"
    if len(place) == 2 and not name.startswith(("w", "dw")):  # weights: C_out, C_in
        return f"n={place[0]}, c={place[1]}" + ("" if whole else f" [{part}]")
    return f"[{', '.join(map(str, place))}, {':, :' if whole else part}]"


def _places(array: np.ndarray, mark: Mark) -> tuple[list[Place], Block]:
    """Return which 2-D slices to draw, and a line on those that are not.

    Where not all can be drawn, those with wrong cells are.
    """
    total = math.prod(array.shape[:-2])
    large = array.size > LARGE
    most = MAX_SLICES if not large else LARGE_SLICES if mark is not None else 1
    every = itertools.product(*map(range, array.shape[:-2]))
    places, wrong = list(itertools.islice(every, most)), 0
    if mark is not None and total > most:
        found = np.argwhere(mark.any(axis=(-2, -1))).tolist()
        places = [tuple(place) for place in found[:most]] or places
        wrong = max(len(found) - most, 0)
    more = total - len(places)
    if not more:
        return places, []
    also = f", {wrong} with wrong cells" if wrong else ""
    return places, [line(f" … {more} more slice{'s' * (more > 1)}{also}", "dim")]


def _matrix(array: np.ndarray, place: Place) -> np.ndarray:
    """Return a slice; a vector is one row."""
    found = array[place]
    return np.asarray(found[None] if found.ndim == 1 else found)


def _first_wrong(mark: np.ndarray, place: Place) -> _View:
    """Return the view of a slice in which its first wrong cell is seen."""
    marks = _matrix(mark, place)
    row, column = np.unravel_index(int(np.argmax(marks)), marks.shape)
    return _View(place, int(row), int(column))


def _near(array: np.ndarray, view: _View) -> np.ndarray:
    """Return the cells among which those are that a view shows, however wide it is."""
    rows = slice(max(view.row - MAX_ROWS, 0), view.row + MAX_ROWS + 1)
    columns = slice(max(view.column - MAX_COLUMNS, 0), view.column + MAX_COLUMNS + 1)
    return _matrix(array, view.place)[rows, columns].reshape(-1)


@dataclass(frozen=True, slots=True)
class _Grid:
    """How the slices of a picture are drawn, all alike."""

    write: Writer
    wide: int  # columns of the widest cell
    across: int  # cells in a row

    @classmethod
    def of(
        cls,
        arrays: Sequence[np.ndarray],
        views: Sequence[_View],
        room: int,
        apart: Iterable[tuple[float, float]] = (),
    ) -> _Grid:
        """Choose how cells are written, and how many of them make a row."""
        parts = [_near(array, view) for array in arrays for view in views]
        write = writer(parts, tuple(apart))
        wide = max(len(write(cell)) for part in parts for cell in part)
        total = arrays[0].shape[-1]
        across = min(total, MAX_COLUMNS)
        if across * (wide + 2) + 2 * (across < total) > room:
            across = max(1, (room - 4) // (wide + 2))
        return cls(write, wide, across)

    @classmethod
    def of_pair(
        cls,
        expected: np.ndarray,
        got: np.ndarray,
        mark: np.ndarray,
        views: Sequence[_View],
        width: int,
    ) -> _Grid:
        """Choose for two arrays: side by side, or below each other where all fits so."""
        ones, others = expected[mark][:50].tolist(), got[mark][:50].tolist()
        apart = tuple(zip(ones, others, strict=True))
        above = cls.of([expected, got], views, width, apart)
        half = cls.of([expected, got], views, (width - GAP) // 2, apart)
        return above if half.across < above.across == expected.shape[-1] else half

    def draw(
        self,
        array: np.ndarray,
        mark: Mark,
        view: _View,
        name: str | None,
    ) -> Block:
        """Draw one slice, or the part of it that a cell lies in."""
        cells = _matrix(array, view.place)
        if mark is None:
            mark = np.zeros(array.shape, bool)
        marks = _matrix(mark, view.place)
        height = LARGE_ROWS if array.size > LARGE else MAX_ROWS
        rows = _part(cells.shape[0], height, view.row)
        columns = _part(cells.shape[1], self.across, view.column)
        label = _label(name, view.place, cells.shape, rows, columns)
        block = [line(f" {label}", "dim")] if label else []
        before, after = columns.start > 0, columns.stop < cells.shape[1]
        for i in rows:
            spans = [Span(" …", "dim")] * before
            for j in columns:
                spans += self._cell(cells[i, j], wrong=bool(marks[i, j]))
            block.append((*spans, *[Span(" …", "dim")] * after))
        return block

    def _cell(self, value: Any, *, wrong: bool) -> list[Span]:
        text = self.write(value)
        padding = Span(" " * (self.wide - len(text)))
        return [padding, Span(f"[{text}]", "wrong") if wrong else Span(f" {text} ")]


def _part(total: int, shown: int, around: int) -> range:
    """Return which of many rows or columns are shown: those around one of them."""
    start = 0 if around < shown else min(around - shown // 2, total - shown)
    return range(start, min(start + shown, total))
