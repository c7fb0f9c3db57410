"""Arrays as grids that one can follow by hand, with the wrong cells marked."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from cnnquiz.report.safe import one_line
from cnnquiz.report.spans import Block, Line, Span, line

MAX_ROWS, MAX_COLUMNS, MAX_SLICES = 12, 12, 6
AXES = {3: ("c",), 4: ("n", "c")}  # how the leading axes of images are called
Mark = np.ndarray | None


def is_grid(value: Any) -> bool:
    """Say whether a value is drawn as a grid and not within a line."""
    return isinstance(value, np.ndarray) and value.ndim > 0


def say(value: Any) -> str:
    """Say a value in a few words: a number, a text, or what it is."""
    if isinstance(value, np.ndarray):
        if not value.ndim:
            return number(value[()])
        flat = value.reshape(-1)
        if value.ndim == 1 and flat.size <= 8:
            return f"[{', '.join(number(v) for v in flat)}]"
        return f"an array of shape {value.shape}"
    if isinstance(value, (bool, np.bool_)) or value is None:
        return str(value)
    if isinstance(value, (int, float, np.number)):
        return number(value)
    if hasattr(value, "what"):
        return one_line(str(value.what))
    if hasattr(value, "seed"):
        return f"default_rng({value.seed})"
    if isinstance(value, (list, tuple)):
        inner = ", ".join(say(v) for v in value[:12]) + (
            ", …" if len(value) > 12 else ""
        )
        return f"[{inner}]" if isinstance(value, list) else f"({inner})"
    if isinstance(value, Mapping):
        pairs = list(value.items())[:12]
        return "{" + ", ".join(f"{one_line(str(k))}: {say(v)}" for k, v in pairs) + "}"
    return one_line(repr(value))


def number(value: Any, digits: int = 6) -> str:
    """Write a number: whole ones without a point, others to some digits."""
    if isinstance(value, (bool, np.bool_)):
        return str(bool(value))
    real = float(value)
    if np.isfinite(real) and real == int(real) and abs(real) < 1e9:
        return str(int(real))
    return f"{real:.{digits}g}"


def digits_that_tell(one: Any, other: Any, wrong: Mark) -> int:
    """Return how many digits show that the wrong cells differ."""
    if not (is_grid(one) and is_grid(other)) or wrong is None or not wrong.any():
        return 4
    pairs = list(zip(one[wrong].tolist(), other[wrong].tolist(), strict=True))[:50]
    for digits in (4, 6, 8, 12):
        if all(number(a, digits) != number(b, digits) for a, b in pairs):
            return digits
    return 17


def grid(
    title: str, array: np.ndarray, wrong: Mark = None, digits: int = 4
) -> list[Line]:
    """Draw an array under its title: rows and columns, slices of the leading axes."""
    block = [(Span(title, "title"), Span(f" {array.shape}", "dim"))]
    if not array.size:
        return [*block, line("(empty)", "dim")]
    mark = wrong if wrong is not None and wrong.shape == array.shape else None
    slices = list(_slices(array, mark))
    for label, cells, marks in slices[:MAX_SLICES]:
        if label:
            block.append(line(label, "dim"))
        block += _rows(cells, marks, digits)
    if len(slices) > MAX_SLICES:
        block.append(line(f"… {len(slices) - MAX_SLICES} more", "dim"))
    return block


def _slices(array: np.ndarray, mark: Mark) -> Iterator[tuple[str, np.ndarray, Mark]]:
    """Yield 2-D slices with their labels, those with wrong cells first."""
    if array.ndim == 1:
        yield "", array[None], None if mark is None else mark[None]
        return
    if array.ndim == 2:
        yield "", array, mark
        return
    names = AXES.get(array.ndim, ())
    places = list(itertools.product(*map(range, array.shape[:-2])))
    if mark is not None:
        places.sort(key=lambda place: not mark[place].any())
    alone = len(places) == 1
    for place in places:
        said = (
            f"{names[i]}={k}" if i < len(names) else str(k) for i, k in enumerate(place)
        )
        label = "" if alone else ", ".join(said)
        yield label, array[place], None if mark is None else mark[place]


def _rows(cells: np.ndarray, marks: Mark, digits: int) -> Iterator[Line]:
    """Draw the rows of a matrix; a wrong cell stands in brackets."""
    shown = cells[:MAX_ROWS, :MAX_COLUMNS]
    texts = [[number(v, digits) for v in row] for row in shown]
    columns = [max(map(len, column)) for column in zip(*texts, strict=True)]
    for i, row in enumerate(texts):
        spans: list[Span] = []
        for j, (text, wide) in enumerate(zip(row, columns, strict=True)):
            bad = marks is not None and bool(marks[i, j])
            padded = " " * (wide - len(text))
            left, right = ("[", "]") if bad else (" ", " ")
            spans += [
                Span(padded),
                Span(f"{left}{text}{right}", "wrong" if bad else ""),
            ]
        if cells.shape[1] > MAX_COLUMNS:
            spans.append(Span(" …", "dim"))
        yield tuple(spans)
    if cells.shape[0] > MAX_ROWS:
        yield line(f"… {cells.shape[0] - MAX_ROWS} more rows", "dim")


def values(name: str, value: Any, wrong: Any = None) -> tuple[list[Block], list[str]]:
    """Return the grids and the short texts that a value, or its parts, is drawn as."""
    if is_grid(value):
        return [grid(name, value, wrong)], []
    parts = _parts(value)
    if parts is not None and any(is_grid(v) for _, v in parts):
        blocks: list[Block] = []
        texts: list[str] = []
        for key, inner in parts:
            more, said = values(f"{name}.{key}" if name else key, inner)
            blocks += more
            texts += said
        return blocks, texts
    return [], [f"{name} = {say(value)}"]


def _parts(value: Any) -> Sequence[tuple[str, Any]] | None:
    if isinstance(value, Mapping):
        return [(one_line(str(k), 40), v) for k, v in value.items()]
    if isinstance(value, (tuple, list)):
        return [(str(i), v) for i, v in enumerate(value)]
    return None
