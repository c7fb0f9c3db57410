"""conv2d: the kernel slides over the image, products are added up."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from cnnquiz.explore.arithmetic import partial_sums, said
from cnnquiz.explore.operation import (
    Arrays,
    Kind,
    Knob,
    Operation,
    Place,
    Step,
    Table,
    Term,
    places,
    resized,
)
from cnnquiz.explore.sliding import (
    Cells,
    Window,
    does_not_fit,
    sliding_knobs,
    window,
)

TURNED = "w turned"

IMAGE = np.array(
    [[[[1, 0, 2, 1, 3], [0, 2, 1, 0, 1], [3, 1, 0, 2, 0], [1, 0, 1, 3, 2], [2, 1, 0, 1, 0]]]]
)  # fmt: skip
KERNEL = np.array([[[[1, 0, -1], [2, 0, -2], [1, 0, -1]]]])


def _knobs(operation: Operation) -> tuple[Knob, ...]:
    names = ("stride", "padding", "dilation", "kernel_size", "flip")
    return sliding_knobs(operation, *names)


def _fit(operation: Operation) -> Arrays:
    w = operation.arrays["w"]
    kernel = window(operation).kernel
    return {**operation.arrays, "w": resized(w, (*w.shape[:2], *kernel))}


def conv_trouble(operation: Operation) -> str:
    """Say why an image and a kernel do not go together."""
    x, w = operation.arrays["x"], operation.arrays["w"]
    if w.shape[1] != x.shape[1]:
        return f"w is for {w.shape[1]} channels and x has {x.shape[1]}."
    if "b" in operation.arrays and operation.arrays["b"].shape != w.shape[:1]:
        return f"b needs {len(w)} numbers, one for each filter of w."
    return does_not_fit(window(operation), *x.shape[2:])


def _tables(operation: Operation) -> tuple[Table, ...]:
    arrays, shape = operation.arrays, window(operation)
    x, w = arrays["x"], arrays["w"]
    tables = [
        Table("x", x.shape, x, given=True, border=shape.border),
        Table("w", w.shape, w, given=True),
    ]
    if operation.settings["flip"]:
        tables.append(Table(TURNED, w.shape, w[..., ::-1, ::-1]))
    if "b" in arrays:
        tables.append(Table("b", arrays["b"].shape, arrays["b"], given=True))
    if not conv_trouble(operation):
        size = shape.output_size(*x.shape[2:])
        tables.append(Table("y", (len(x), len(w), *size)))
    return tuple(tables)


def _steps(operation: Operation) -> Iterator[Step]:
    shape, arrays = window(operation), operation.arrays
    tables = {table.name: table for table in operation.tables}
    x, w = Cells("x", arrays["x"]), Cells("w", arrays["w"])
    if operation.settings["flip"]:
        w = Cells(TURNED, arrays["w"][..., ::-1, ::-1])
    for place in places(tables["y"].shape):
        bias = float(arrays["b"][place[1]]) if "b" in arrays else 0.0
        name = tables["y"].named(place)
        groups = (
            (_title(operation, name, place, c, bias), _terms(shape, place, c, x, w))
            for c in range(arrays["x"].shape[1])
        )
        yield from partial_sums(("y", place), groups, bias)


def _terms(
    shape: Window, place: Place, channel: int, x: Cells, w: Cells
) -> tuple[Term, ...]:
    """Return the products under a window: cells of one channel, and their weights."""
    n, o, row, column = place
    return tuple(
        (x[n, channel, *cell], w[o, channel, *at])
        for at, cell in shape.cells(row, column)
    )


def _title(
    operation: Operation, name: str, place: Place, channel: int, bias: float
) -> str:
    row, column = window(operation).corner(*place[2:])
    channels = operation.arrays["x"].shape[1]
    which = f" of channel {channel}" if channels > 1 else ""
    after = ""
    if channel:
        after = ", added to the channels before"
    elif "b" in operation.arrays:
        after = f", added to the bias {said(bias)}"
    return f"{name}: the window{which} that begins at [{row}, {column}]{after}"


CONV2D = Kind(
    name="conv2d",
    title="Convolution",
    about=(
        "The kernel slides over the image; at each place its weights meet the cells "
        "under it, and the products are added up. With flip, the kernel is turned by "
        "180 degrees first: convolution as mathematics has it."
    ),
    arrays={"x": IMAGE, "w": KERNEL},
    settings={
        "stride": 1,
        "padding": 0,
        "dilation": 1,
        "kernel_size": (3, 3),
        "flip": False,
    },
    knobs=_knobs,
    tables=_tables,
    steps=_steps,
    trouble=conv_trouble,
    fit=_fit,
)
