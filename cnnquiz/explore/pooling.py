"""max_pool2d and avg_pool2d: one number for each window."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import numpy as np

from cnnquiz.explore.arithmetic import factor, said
from cnnquiz.explore.operation import (
    Cell,
    Kind,
    Knob,
    Operation,
    Place,
    Settings,
    Step,
    Table,
    places,
)
from cnnquiz.explore.sliding import (
    Cells,
    Window,
    does_not_fit,
    sliding_knobs,
    window,
)

MAP = np.array([[[[3, 1, 2, 7], [5, 9, 4, 0], [2, 6, 8, 1], [0, 4, 3, 5]]]])
SETTINGS: Settings = {"kernel_size": (2, 2), "stride": 2, "padding": 0}
LOWEST = -np.inf


def pool_knobs(operation: Operation) -> tuple[Knob, ...]:
    """Return the knobs of every pooling."""
    return sliding_knobs(operation, "stride", "padding", "kernel_size")


def pool_trouble(operation: Operation) -> str:
    """Say why a map cannot be pooled."""
    shape = window(operation)
    if any(p >= k for p, k in zip(shape.padding, shape.kernel, strict=True)):
        return (
            f"The padding ({_pair(shape.padding)}) must be smaller than the window "
            f"({_pair(shape.kernel)}): a window may not lie in the padding alone."
        )
    return does_not_fit(shape, *operation.arrays["x"].shape[2:])


def _pair(sides: tuple[int, int]) -> str:
    return "x".join(map(str, sides))


def pool_cells(x: Cells, shape: Window, place: Place) -> tuple[Cell, ...]:
    """Return the cells of a window."""
    return tuple(x[*place[:2], *cell] for _, cell in shape.cells(*place[2:]))


def winner(cells: tuple[Cell, ...]) -> Cell:
    """Return the largest cell: among equal ones the first that is in the map."""
    return max(cells, key=lambda cell: cell.value)


def _tables(operation: Operation, outside: str) -> tuple[Table, ...]:
    x, shape = operation.arrays["x"], window(operation)
    given = Table("x", x.shape, x, given=True, border=shape.border, outside=outside)
    if pool_trouble(operation):
        return (given,)
    return given, Table("y", (*x.shape[:2], *shape.output_size(*x.shape[2:])))


def _windows(
    operation: Operation, outside: float
) -> Iterator[tuple[str, Place, tuple[Cell, ...]]]:
    """Yield each output cell with a title and the cells of its window."""
    x = Cells("x", operation.arrays["x"], outside)
    shape, y = window(operation), operation.tables[-1]
    for place in places(y.shape):
        row, column = shape.corner(*place[2:])
        title = f"{y.named(place)}: the window that begins at [{row}, {column}]"
        yield title, place, pool_cells(x, shape, place)


def _maxima(operation: Operation) -> Iterator[Step]:
    for title, place, cells in _windows(operation, LOWEST):
        won = winner(cells)
        terms = tuple((cell,) for cell in cells)
        say = partial(_maximum_in_words, cells, won.value)
        yield Step(title, terms, (Cell("y", place, won.value),), say, chosen=(won,))


def _maximum_in_words(cells: tuple[Cell, ...], largest: float) -> tuple[str, ...]:
    numbers = ", ".join(said(cell.value) for cell in cells)
    return (f"max({numbers}) = {said(largest)}",)


def _means(operation: Operation) -> Iterator[Step]:
    for title, place, cells in _windows(operation, 0.0):
        mean = sum(cell.value for cell in cells) / len(cells)
        terms = tuple((cell,) for cell in cells)
        say = partial(_mean_in_words, cells, mean)
        yield Step(title, terms, (Cell("y", place, mean),), say)


def _mean_in_words(cells: tuple[Cell, ...], mean: float) -> tuple[str, ...]:
    total = " + ".join(factor(cell.value) for cell in cells)
    return (f"({total}) / {len(cells)} = {said(mean)}",)


MAX_POOL2D = Kind(
    name="max_pool2d",
    title="Max pooling",
    about=(
        "Each window keeps its largest cell. The padding is minus infinity, so that "
        "it never wins."
    ),
    arrays={"x": MAP},
    settings=SETTINGS,
    knobs=pool_knobs,
    tables=partial(_tables, outside="-inf"),
    steps=_maxima,
    trouble=pool_trouble,
)
AVG_POOL2D = Kind(
    name="avg_pool2d",
    title="Average pooling",
    about=(
        "Each window is replaced by its mean. The padding is 0 and counts as cells, "
        "as in PyTorch."
    ),
    arrays={"x": MAP},
    settings=SETTINGS,
    knobs=pool_knobs,
    tables=partial(_tables, outside="0"),
    steps=_means,
    trouble=pool_trouble,
)
