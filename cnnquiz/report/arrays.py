"""Arrays as grids that one can follow by hand, with the wrong cells marked.

A grid is made of spans, a text and the name of a style each, so that a terminal and
the interface draw the same. A wrong cell stands in brackets, whatever the colours.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from cnnquiz.report.numbers import Writer, number, writer
from cnnquiz.report.safe import one_line
from cnnquiz.report.spans import Block, Line, Span, beside, fitted, line

MAX_ROWS, MAX_COLUMNS = 12, 12
MAX_SLICES = 6
LARGE = 300  # cells; an array beyond it is shown by its first slice alone
MAX_NAME = 24
GAP = 4
MAX_SAID = 12  # parts of a list that are said in words

Mark = np.ndarray | None
Place = tuple[int, ...]


def is_grid(value: Any) -> bool:
    """Say whether a value is drawn as a grid and not within a line."""
    return isinstance(value, np.ndarray) and value.ndim > 0


def say(value: Any, depth: int = 0) -> str:
    """Say a value in a few words: a number, a text, or what it is."""
    if is_grid(value):
        return f"{_kind(value)} array of shape {value.shape}"
    if isinstance(value, (bool, int, float, np.generic, np.ndarray)):
        return number(value[()] if isinstance(value, np.ndarray) else value)
    if value is None or isinstance(value, str):
        return one_line(repr(value), 80)
    if isinstance(value, (list, tuple, Mapping)):
        return _say_parts(value, depth)
    if hasattr(value, "what"):
        return one_line(str(value.what), 200)
    if hasattr(value, "seed"):
        return f"default_rng({value.seed})"
    return f"an instance of {one_line(type(value).__name__, 80)}"


def _kind(array: np.ndarray) -> str:
    """Return an article and the dtype."""
    return f"{'an' if array.dtype.kind == 'i' else 'a'} {array.dtype}"


def _say_parts(value: Any, depth: int) -> str:
    if depth > 3:
        return "…"
    if isinstance(value, Mapping):
        pairs = itertools.islice(value.items(), MAX_SAID)
        said = [f"{one_line(str(k), 40)}: {say(v, depth + 1)}" for k, v in pairs]
        ends = "{}"
    else:
        said = [say(v, depth + 1) for v in value[:MAX_SAID]]
        ends = "[]" if isinstance(value, list) else "()"
    if len(value) > MAX_SAID:
        said.append("…")
    comma = "," if ends == "()" and len(said) == 1 else ""
    return f"{ends[0]}{', '.join(said)}{comma}{ends[1]}"


def picture(name: str, array: np.ndarray, width: int, note: str = "") -> Block:
    """Draw one array: its name and shape, then its slices, side by side if they fit."""
    title = _title(name, array, width, note)
    if not array.size:
        return [title, line(" (empty)", "dim")]
    places = _places(array, None)
    shown = places[: 1 if array.size > LARGE else MAX_SLICES]
    look = _Look.of(name, [array], shown, writer([_sample(array, shown)]), width)
    rows = beside([look.slice(array, None, p, (0, 0)) for p in shown], width, 2)
    return [title, *rows, *_left_out(places[len(shown) :], None)]


def pair(
    name: str, expected: np.ndarray, got: np.ndarray, mark: np.ndarray, width: int
) -> list[Line]:
    """Draw two arrays of one shape side by side, the wrong cells of one marked."""
    places = _places(expected, mark)
    shown = places[: 2 if expected.size > LARGE else MAX_SLICES]
    write = writer(
        [_sample(a, shown) for a in (expected, got)], _apart(expected, got, mark)
    )
    titles = [
        _title(_named(name, "expected"), expected, width),
        _title(_named(name, "got"), got, width, "" if got.dtype.kind == "f" else str(got.dtype)),
    ]  # fmt: skip
    whole = _Look.of(name, [expected, got], shown, write, 10**6)
    half = (width - GAP) // 2
    if whole.width(expected) > half >= whole.wide + 6:
        look = _Look.of(name, [expected, got], shown, write, half)
    else:
        look = _Look.of(name, [expected, got], shown, write, width)
    starts = [_first_wrong(_cells(mark, place)) for place in shown]
    blocks = [
        [title, *_stacked([look.slice(a, m, p, s) for p, s in zip(shown, starts, strict=True)])]
        for title, a, m in zip(titles, (expected, got), (None, mark), strict=True)
    ]  # fmt: skip
    return [*beside(blocks, width, GAP), *_left_out(places[len(shown) :], mark)]


def _named(name: str, what: str) -> str:
    return f"{fitted(name, MAX_NAME)}: {what}" if name else what


def _title(name: str, array: np.ndarray, width: int, note: str = "") -> Line:
    about = f" {array.shape}{' ' * bool(note)}{note}"
    return (Span(name, "title"), Span(fitted(about, max(width - len(name), 1)), "dim"))


def _stacked(blocks: Sequence[Block]) -> list[Line]:
    return [row for block in blocks for row in block]


def _apart(
    expected: np.ndarray, got: np.ndarray, mark: np.ndarray
) -> list[tuple[float, float]]:
    """Return pairs of cells that must not look alike."""
    ones, others = expected[mark][:50].tolist(), got[mark][:50].tolist()
    return list(zip(ones, others, strict=True))


def _places(array: np.ndarray, mark: Mark) -> list[Place]:
    """Return where the 2-D slices lie, those with wrong cells first if not all fit."""
    if array.ndim <= 2:
        return [()]
    found = itertools.product(*map(range, array.shape[:-2]))
    places = list(itertools.islice(found, 10_000))
    if mark is not None and len(places) > MAX_SLICES:
        places.sort(key=lambda place: not mark[place].any())
    return places


def _cells(array: np.ndarray, place: Place) -> np.ndarray:
    """Return a slice as a matrix; a vector is one row."""
    found = array[place]
    return found[None] if found.ndim == 1 else found


def _sample(array: np.ndarray, places: Sequence[Place]) -> np.ndarray:
    """Return the cells that decide how the others are written."""
    parts = [_cells(array, place)[:100, :100].reshape(-1) for place in places]
    return np.concatenate(parts)


def _first_wrong(marks: np.ndarray) -> tuple[int, int]:
    """Return the row and column of the first wrong cell, or of the first cell."""
    row, column = np.unravel_index(int(np.argmax(marks)), marks.shape)
    return int(row), int(column)


def _left_out(places: Sequence[Place], mark: Mark) -> list[Line]:
    if not places:
        return []
    wrong = sum(bool(mark[place].any()) for place in places) if mark is not None else 0
    some = f", {wrong} with wrong cells" if wrong else ""
    plural = "s" * (len(places) > 1)
    return [line(f" … {len(places)} more slice{plural}{some}", "dim")]


@dataclass(frozen=True, slots=True)
class _Look:
    """How the slices of one picture are drawn, all alike."""

    name: str
    write: Writer
    wide: int  # columns of the widest cell
    across: int  # cells in a row
    labelled: bool

    @classmethod
    def of(
        cls,
        name: str,
        arrays: Sequence[np.ndarray],
        places: Sequence[Place],
        write: Writer,
        room: int,
    ) -> _Look:
        """Choose how many cells fit into a row."""
        wide = max(
            len(write(cell))
            for array in arrays
            for place in places
            for cell in _cells(array, place)[:100, :100].reshape(-1)
        )
        total = arrays[0].shape[-1]
        across = min(total, MAX_COLUMNS)
        if across * (wide + 2) + 2 * (across < total) > room:
            across = max(1, (room - 4) // (wide + 2))
        labelled = len(places) > 1 or arrays[0].size > LARGE
        return cls(name, write, wide, across, labelled)

    def width(self, array: np.ndarray) -> int:
        """Return how wide a row is."""
        return self.across * (self.wide + 2) + 2 * (self.across < array.shape[-1])

    def slice(
        self, array: np.ndarray, mark: Mark, place: Place, around: tuple[int, int]
    ) -> Block:
        """Draw one slice, or the part of it that a cell lies in."""
        cells = _cells(array, place)
        marks = None if mark is None else _cells(mark, place)
        rows = _part(cells.shape[0], MAX_ROWS, around[0])
        columns = _part(cells.shape[1], self.across, around[1])
        label = _label(self.name, place, cells.shape, rows, columns)
        block = [line(f" {label}", "dim")] if label and self.labelled else []
        left, right = columns.start > 0, columns.stop < cells.shape[1]
        for i in range(rows.start, rows.stop):
            spans = [Span(" …", "dim")] * left
            for j in range(columns.start, columns.stop):
                spans += self._cell(
                    cells[i, j], marks is not None and bool(marks[i, j])
                )
            block.append((*spans, *[Span(" …", "dim")] * right))
        return block

    def _cell(self, value: Any, wrong: bool) -> list[Span]:
        text = self.write(value)
        padding = Span(" " * (self.wide - len(text)))
        if wrong:
            return [padding, Span(f"[{text}]", "wrong")]
        return [padding, Span(f" {text} ")]


def _part(total: int, shown: int, around: int) -> slice:
    """Return which of many rows or columns are shown: those around one of them."""
    start = 0 if around < shown else min(around - shown // 2, total - shown)
    return slice(start, min(start + shown, total))


def _label(
    name: str, place: Place, shape: tuple[int, ...], rows: slice, columns: slice
) -> str:
    """Say which slice it is, and which part of it where not all is shown."""
    said = ""
    if len(place) == 2 and not name.startswith(("w", "dw")):
        said = f"n={place[0]}, c={place[1]}"  # images; weights have other axes
    elif place:
        said = f"[{', '.join(map(str, place))}]"
    parts = [f"{part.start}:{part.stop}" for part in (rows, columns)]
    if (rows.stop - rows.start, columns.stop - columns.start) == shape:
        return said
    return f"{said} [{', '.join(parts)}]".lstrip()
