"""conv2d_backward: where dout goes, one gradient at a time.

dx is stamped: what each dout adds to the cells of its window. dw is gathered: each
weight sums what it met. db sums dout.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from cnnquiz.explore.arithmetic import partial_sums
from cnnquiz.explore.convolution import conv_trouble
from cnnquiz.explore.operation import (
    Arrays,
    Cell,
    Kind,
    Knob,
    Operation,
    Place,
    Step,
    Table,
    Term,
    knob,
    places,
    resized,
)
from cnnquiz.explore.sliding import Cells, Window, sliding_knobs, window
from cnnquiz.explore.stamping import Stamp, stamped

GRADIENTS = ("dx", "dw", "db")


def _knobs(operation: Operation) -> tuple[Knob, ...]:
    which = knob(operation, "gradient", GRADIENTS)
    names = ("stride", "padding", "dilation", "kernel_size")
    return (which, *sliding_knobs(operation, *names))


def _fit(operation: Operation) -> Arrays:
    """Give w the size of its knob, and dout the size of the forward pass's output."""
    arrays, shape = operation.arrays, window(operation)
    x, w, dout = (arrays[name] for name in ("x", "w", "dout"))
    w = resized(w, (*w.shape[:2], *shape.kernel))
    if not conv_trouble(operation):
        dout = resized(dout, (len(x), len(w), *shape.output_size(*x.shape[2:])))
    return {**arrays, "w": w, "dout": dout}


def _tables(operation: Operation) -> tuple[Table, ...]:
    """Return the arrays that the gradient takes, and the gradient."""
    arrays, which = operation.arrays, operation.settings["gradient"]
    x, w, dout = (arrays[name] for name in ("x", "w", "dout"))
    border = window(operation).border
    given = {
        "dout": Table("dout", dout.shape, dout, given=True),
        "x": Table("x", x.shape, x, given=True, border=border),
        "w": Table("w", w.shape, w, given=True),
    }
    if which == "dx":
        start = np.zeros(x.shape)
        return (
            given["dout"],
            given["w"],
            Table("dx", x.shape, start, border=border, outside="-"),
        )
    if which == "dw":
        return given["dout"], given["x"], Table("dw", w.shape)
    return given["dout"], Table("db", (len(w),))


def _steps(operation: Operation) -> Iterator[Step]:
    which = operation.settings["gradient"]
    if which == "dx":
        return stamped(_stamps(operation), window(operation), operation.tables)
    return _weight_sums(operation) if which == "dw" else _bias_sums(operation)


def _stamps(operation: Operation) -> Iterator[Stamp]:
    dout, w = operation.arrays["dout"], operation.arrays["w"]
    for n, c, o, row, column in places((len(dout), w.shape[1], *dout.shape[1:])):
        place = (n, o, row, column)
        yield Stamp(Cell("dout", place, float(dout[place])), (o, c), (n, c))


def _weight_sums(operation: Operation) -> Iterator[Step]:
    arrays, output = operation.arrays, operation.tables[-1]
    x, dout = Cells("x", arrays["x"]), Cells("dout", arrays["dout"])
    images, _, *size = arrays["dout"].shape
    for place in places(output.shape):
        title = f"{output.named(place)}: the cells of x that this weight met, each "
        groups = (
            (
                f"{title}times its dout{_image(n, images)}",
                _met(window(operation), place, n, tuple(size), dout, x),
            )
            for n in range(images)
        )
        yield from partial_sums(("dw", place), groups)


def _met(
    shape: Window, weight: Place, n: int, size: Place, dout: Cells, x: Cells
) -> tuple[Term, ...]:
    """Return each dout of an image with the cell that the weight met under it."""
    o, c, u, v = weight
    terms = []
    for row, column in places(size):
        top, left = shape.corner(row, column)
        cell = (n, c, top + u * shape.dilation[0], left + v * shape.dilation[1])
        terms.append((dout[n, o, row, column], x[cell]))
    return tuple(terms)


def _bias_sums(operation: Operation) -> Iterator[Step]:
    dout = operation.arrays["dout"]
    for o in range(dout.shape[1]):
        groups = (
            (
                f"db[{o}]: the bias was added to each of these cells"
                f"{_image(n, len(dout))}",
                tuple(
                    (Cell("dout", (n, o, *cell), float(dout[n, o][cell])),)
                    for cell in places(dout.shape[2:])
                ),
            )
            for n in range(len(dout))
        )
        yield from partial_sums(("db", (o,)), groups)


def _image(n: int, images: int) -> str:
    if images == 1:
        return ""
    return f", image {n}" + (", added to the images before" if n else "")


CONV2D_BACKWARD = Kind(
    name="conv2d_backward",
    title="Convolution, backward",
    about=(
        "Every product of the forward pass sends its dout back to both factors: to "
        "the cell, times the weight (dx), and to the weight, times the cell (dw). "
        "Where a cell or a weight was used several times, all that comes back adds up."
    ),
    arrays={
        "dout": np.array([[[[1, 2], [-1, 3]]]]),
        "x": np.array([[[[1, 0, 2], [2, 3, 1], [0, 1, 2]]]]),
        "w": np.array([[[[1, -1], [2, 0]]]]),
    },
    settings={
        "gradient": "dx",
        "stride": 1,
        "padding": 0,
        "dilation": 1,
        "kernel_size": (2, 2),
    },
    knobs=_knobs,
    tables=_tables,
    steps=_steps,
    trouble=conv_trouble,
    fit=_fit,
)
