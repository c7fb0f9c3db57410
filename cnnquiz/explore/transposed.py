"""conv_transpose2d: each cell of the input stamps the kernel onto the output."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from cnnquiz.explore.operation import (
    Arrays,
    Border,
    Cell,
    Kind,
    Knob,
    Operation,
    Step,
    Table,
    knob,
    places,
    resized,
)
from cnnquiz.explore.sliding import Pair, sliding_knobs, window
from cnnquiz.explore.stamping import Stamp, stamped

EXTRAS = (0, 1, 2)


def _knobs(operation: Operation) -> tuple[Knob, ...]:
    names = ("stride", "padding", "dilation", "kernel_size")
    extra = knob(operation, "output_padding", EXTRAS)
    return (*sliding_knobs(operation, *names), extra)


def _fit(operation: Operation) -> Arrays:
    w = operation.arrays["w"]
    kernel = window(operation).kernel
    return {**operation.arrays, "w": resized(w, (*w.shape[:2], *kernel))}


def _extra(operation: Operation) -> int:
    return int(operation.settings["output_padding"])  # type: ignore[arg-type]


def _size(operation: Operation) -> Pair:
    """Return the output's height and width; not positive where nothing is left."""
    shape, extra = window(operation), _extra(operation)
    rows, columns = (
        (n - 1) * s - 2 * p + d * (k - 1) + 1 + extra
        for n, k, s, p, d in zip(operation.arrays["x"].shape[2:], *shape, strict=True)
    )
    return rows, columns


def _trouble(operation: Operation) -> str:
    x, w = operation.arrays["x"], operation.arrays["w"]
    shape, extra = window(operation), _extra(operation)
    if len(w) != x.shape[1]:
        return (
            f"w is for {len(w)} input channels (its first axis) and x has {x.shape[1]}."
        )
    if any(
        extra >= max(s, d) for s, d in zip(shape.stride, shape.dilation, strict=True)
    ):
        return (
            f"The output padding ({extra}) must be smaller than the stride or the "
            "dilation."
        )
    size = _size(operation)
    if min(size) < 1:
        return f"The padding crops all: {size[0]} rows and {size[1]} columns are left."
    return ""


def _border(operation: Operation) -> Border:
    """Return what the padding crops; output padding keeps some at the far ends."""
    extra = _extra(operation)
    top, left = window(operation).padding
    return (top, max(top - extra, 0)), (left, max(left - extra, 0))


def _tables(operation: Operation) -> tuple[Table, ...]:
    x, w = operation.arrays["x"], operation.arrays["w"]
    given = (Table("x", x.shape, x, given=True), Table("w", w.shape, w, given=True))
    if _trouble(operation):
        return given
    shape = (len(x), w.shape[1], *_size(operation))
    border = _border(operation)
    return (*given, Table("y", shape, np.zeros(shape), border=border, outside="-"))


def _steps(operation: Operation) -> Iterator[Step]:
    return stamped(_stamps(operation), window(operation), operation.tables)


def _stamps(operation: Operation) -> Iterator[Stamp]:
    x, w = operation.arrays["x"], operation.arrays["w"]
    for n, o, c, row, column in places((len(x), w.shape[1], *x.shape[1:])):
        place = (n, c, row, column)
        yield Stamp(Cell("x", place, float(x[place])), (c, o), (n, o))


CONV_TRANSPOSE2D = Kind(
    name="conv_transpose2d",
    title="Transposed convolution",
    about=(
        "Each cell of x stamps the kernel, times its number, onto y; stamps are a "
        "stride apart and add up where they overlap. The padding crops the output."
    ),
    arrays={
        "x": np.array([[[[1, 2], [3, 0]]]]),
        "w": np.array([[[[1, 2, 1], [0, 1, 0], [2, 0, 1]]]]),
    },
    settings={
        "stride": 2,
        "padding": 0,
        "dilation": 1,
        "kernel_size": (3, 3),
        "output_padding": 0,
    },
    knobs=_knobs,
    tables=_tables,
    steps=_steps,
    trouble=_trouble,
    fit=_fit,
)
