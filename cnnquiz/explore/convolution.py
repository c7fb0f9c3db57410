"""conv2d: the kernel slides over the image, products are added up."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from cnnquiz.explore.arithmetic import partial_sums, said
from cnnquiz.explore.operation import (
    Arrays,
    Kind,
    Knob,
    Operation,
    Place,
    Setting,
    Step,
    Table,
    Term,
    knob,
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
# Four channels and four filters, which two groups share between them.
CHANNELS = np.array(
    [[
        [[1, 0, 2], [0, 2, 1], [3, 1, 0]],
        [[0, 1, 0], [2, 0, 1], [1, 1, 2]],
        [[2, 2, 0], [0, 1, 3], [1, 0, 1]],
        [[1, 3, 1], [1, 0, 0], [2, 0, 1]],
    ]]
)  # fmt: skip
FILTERS = np.array(
    [
        [[[1, 0], [0, 1]], [[0, 1], [1, 0]]],
        [[[1, -1], [0, 0]], [[0, 0], [1, -1]]],
        [[[2, 0], [0, 0]], [[0, 0], [0, 2]]],
        [[[1, 1], [1, 1]], [[-1, 0], [0, -1]]],
    ]
)


def _knobs(operation: Operation) -> tuple[Knob, ...]:
    names = ("stride", "padding", "dilation", "kernel_size", "flip")
    return sliding_knobs(operation, *names)


def _fit(operation: Operation) -> Arrays:
    x, w = operation.arrays["x"], operation.arrays["w"]
    kernel, channels = window(operation).kernel, w.shape[1]
    if "groups" in operation.settings:
        channels = max(1, x.shape[1] // _groups(operation))
    shape = (len(w), channels, *kernel)
    return {**operation.arrays, "w": resized(w, shape)}


def _groups(operation: Operation) -> int:
    """Return into how many groups the channels are split."""
    groups = operation.settings.get("groups", 1)
    assert isinstance(groups, int)  # noqa: S101 - for the type checker
    return groups


def conv_trouble(operation: Operation) -> str:
    """Say why an image and a kernel do not go together."""
    x, w = operation.arrays["x"], operation.arrays["w"]
    groups = _groups(operation)
    for what, count in (("channels of x", x.shape[1]), ("filters of w", len(w))):
        if count % groups:
            return f"{count} {what} cannot be split into {groups} equal groups."
    if w.shape[1] * groups != x.shape[1]:
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
    if operation.settings.get("flip"):
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
    if operation.settings.get("flip"):
        w = Cells(TURNED, arrays["w"][..., ::-1, ::-1])
    depth, filters = arrays["w"].shape[1], len(arrays["w"]) // _groups(operation)
    for place in places(tables["y"].shape):
        first = place[1] // filters * depth  # channel of the filter's group
        bias = float(arrays["b"][place[1]]) if "b" in arrays else 0.0
        name = tables["y"].named(place)
        groups = (
            (
                _title(operation, name, place, (first, c), bias),
                _terms(shape, place, (first, c), x, w),
            )
            for c in range(depth)
        )
        yield from partial_sums(("y", place), groups, bias)


def _terms(
    shape: Window, place: Place, channel: tuple[int, int], x: Cells, w: Cells
) -> tuple[Term, ...]:
    """Return the products under a window: cells of one channel, and their weights.

    A channel is counted from the first one of its group.
    """
    n, o, row, column = place
    first, c = channel
    return tuple(
        (x[n, first + c, *cell], w[o, c, *at]) for at, cell in shape.cells(row, column)
    )


def _title(
    operation: Operation,
    name: str,
    place: Place,
    channel: tuple[int, int],
    bias: float,
) -> str:
    row, column = window(operation).corner(*place[2:])
    channels = operation.arrays["x"].shape[1]
    which = f" of channel {sum(channel)}" if channels > 1 else ""
    after = ""
    if channel[1]:
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


def _grouped_knobs(operation: Operation) -> tuple[Knob, ...]:
    x, w = operation.arrays["x"], operation.arrays["w"]
    both = math.gcd(x.shape[1], len(w))
    splits: tuple[Setting, ...] = tuple(n for n in range(1, both + 1) if not both % n)
    names = ("stride", "padding", "dilation", "kernel_size")
    return (knob(operation, "groups", splits), *sliding_knobs(operation, *names))


GROUPED_CONV2D = replace(
    CONV2D,
    name="grouped_conv2d",
    title="Grouped convolution: depthwise, pointwise",
    about=(
        "The channels are split into groups, and a filter sees those of its own group "
        "alone. As many groups as channels is a depthwise convolution; one group and a "
        "1x1 kernel is a pointwise one."
    ),
    arrays={"x": CHANNELS, "w": FILTERS},
    settings={
        "groups": 2,
        "stride": 1,
        "padding": 0,
        "dilation": 1,
        "kernel_size": (2, 2),
    },
    knobs=_grouped_knobs,
)
