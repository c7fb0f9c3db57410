"""max_pool2d_backward and avg_pool2d_backward: where each dout goes."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import numpy as np

from cnnquiz.explore.arithmetic import factor, said
from cnnquiz.explore.operation import (
    Arrays,
    Cell,
    Kind,
    Operation,
    Step,
    Table,
    places,
    resized,
)
from cnnquiz.explore.pooling import (
    LOWEST,
    MAP,
    SETTINGS,
    pool_cells,
    pool_knobs,
    pool_trouble,
    winner,
)
from cnnquiz.explore.sliding import Cells, window

DOUT = np.array([[[[5, -2], [1, 3]]]])


def _fit(operation: Operation) -> Arrays:
    """Give dout the size of the forward pass's output."""
    arrays = operation.arrays
    x, dout = arrays["x"], arrays["dout"]
    if pool_trouble(operation):
        return arrays
    shape = (*x.shape[:2], *window(operation).output_size(*x.shape[2:]))
    return {**arrays, "dout": resized(dout, shape)}


def _dx(operation: Operation) -> Table:
    shape, border = operation.arrays["x"].shape, window(operation).border
    return Table("dx", shape, np.zeros(shape), border=border, outside="-")


def _dout(operation: Operation) -> Table:
    dout = operation.arrays["dout"]
    return Table("dout", dout.shape, dout, given=True)


def _max_tables(operation: Operation) -> tuple[Table, ...]:
    x, border = operation.arrays["x"], window(operation).border
    given = Table("x", x.shape, x, given=True, border=border, outside="-inf")
    return _dout(operation), given, _dx(operation)


def _max_steps(operation: Operation) -> Iterator[Step]:
    shape, (dout, _, dx) = window(operation), operation.tables
    x = Cells("x", operation.arrays["x"], LOWEST)
    total = np.zeros(dx.shape)
    for place in places(dout.shape):
        gradient = Cell("dout", place, float(operation.arrays["dout"][place]))
        cells = pool_cells(x, shape, place)
        won = winner(cells)
        before = float(total[won.place])
        total[won.place] += gradient.value
        write = Cell("dx", won.place, float(total[won.place]))
        title = (
            f"{dout.named(place)} = {said(gradient.value)} goes to the largest cell of "
            f"its window, the {said(won.value)}, and to no other"
        )
        words = f"{dx.named(won.place)}: {_added(before, gradient.value, write.value)}"
        terms = ((gradient,), *((cell,) for cell in cells))
        yield Step(title, terms, (write,), partial(tuple, (words,)), (gradient, won))


def _added(before: float, more: float, after: float) -> str:
    return f"{said(before)} + {factor(more)} = {said(after)}"


def _avg_tables(operation: Operation) -> tuple[Table, ...]:
    return _dout(operation), _dx(operation)


def _avg_steps(operation: Operation) -> Iterator[Step]:
    shape, (dout, dx) = window(operation), operation.tables
    total = np.zeros(dx.shape)
    count = shape.kernel[0] * shape.kernel[1]
    for place in places(dout.shape):
        gradient = Cell("dout", place, float(operation.arrays["dout"][place]))
        share = gradient.value / count
        writes, words = [], []
        for _, cell in shape.cells(*place[2:]):
            at = (*place[:2], *cell)
            if all(0 <= i < n for i, n in zip(at, dx.shape, strict=True)):
                before = float(total[at])
                total[at] += share
                writes.append(Cell("dx", at, float(total[at])))
                words.append(f"{dx.named(at)}: {_added(before, share, total[at])}")
        lost = count - len(writes)
        title = (
            f"{dout.named(place)} = {said(gradient.value)} is shared by the {count} "
            f"cells of its window: {said(gradient.value)} / {count} = {said(share)} each"
            + (f"; {lost} in the padding" if lost else "")
        )
        say = partial(tuple, words)
        yield Step(title, ((gradient,),), tuple(writes), say, (gradient,))


MAX_POOL2D_BACKWARD = Kind(
    name="max_pool2d_backward",
    title="Max pooling, backward",
    about=(
        "Only the largest cell of a window had any influence, so it gets all of the "
        "window's dout. Among equals the first in reading order does. A cell that won "
        "several windows adds up."
    ),
    arrays={"dout": DOUT, "x": MAP},
    settings=SETTINGS,
    knobs=pool_knobs,
    tables=_max_tables,
    steps=_max_steps,
    trouble=pool_trouble,
    fit=_fit,
)
AVG_POOL2D_BACKWARD = Kind(
    name="avg_pool2d_backward",
    title="Average pooling, backward",
    about=(
        "Each cell of a window had the same influence, so each gets the same share of "
        "the window's dout; the padding's share is lost."
    ),
    arrays={"dout": DOUT, "x": MAP},
    settings=SETTINGS,
    knobs=pool_knobs,
    tables=_avg_tables,
    steps=_avg_steps,
    trouble=pool_trouble,
    fit=_fit,
)
