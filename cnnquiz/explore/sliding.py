"""Windows that slide: where they stand, what they cover, and when none fits."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from cnnquiz import engine
from cnnquiz.explore.operation import (
    Border,
    Cell,
    Knob,
    Numbers,
    Operation,
    Place,
    Setting,
    knob,
)

Pair = tuple[int, int]

STRIDES = (1, 2, 3, 4)
PADDINGS = (0, 1, 2, 3)
DILATIONS = (1, 2, 3)
LARGEST_KERNEL = 7
AXES = ("rows", "columns")


class Window(NamedTuple):
    """The geometry of a convolution or a pooling, (height, width) each."""

    kernel: Pair
    stride: Pair
    padding: Pair
    dilation: Pair

    @property
    def border(self) -> Border:
        """Return how far the padding reaches on each side."""
        (top, left) = self.padding
        return ((top, top), (left, left))

    def output_size(self, height: int, width: int) -> Pair:
        """Return how many windows there are along each axis."""
        numbers = zip((height, width), *self, strict=True)
        rows, columns = (engine.conv_output_size(*each) for each in numbers)
        return rows, columns

    def corner(self, row: int, column: int) -> Pair:
        """Return where the first cell of a window lies in the image."""
        return (
            row * self.stride[0] - self.padding[0],
            column * self.stride[1] - self.padding[1],
        )

    def cells(self, row: int, column: int) -> Iterator[tuple[Pair, Pair]]:
        """Yield each place in the kernel with the cell of the image under it."""
        top, left = self.corner(row, column)
        for u in range(self.kernel[0]):
            for v in range(self.kernel[1]):
                yield (u, v), (top + u * self.dilation[0], left + v * self.dilation[1])


def window(operation: Operation) -> Window:
    """Return the geometry that the knobs of an operation stand for."""
    get = operation.settings.get
    return Window(
        _pair(get("kernel_size", 1)),
        _pair(get("stride", 1)),
        _pair(get("padding", 0)),
        _pair(get("dilation", 1)),
    )


def _pair(value: Setting) -> Pair:
    return value if isinstance(value, tuple) else (int(value), int(value))


class Cells(dict[Place, Cell]):
    """The cells of images by their places, in the padding too; each is made once."""

    def __init__(self, table: str, array: Numbers, outside: float = 0.0) -> None:
        super().__init__()
        self._table, self._array, self._outside = table, array, outside

    def __missing__(self, place: Place) -> Cell:
        (row, column), (height, width) = place[-2:], self._array.shape[-2:]
        inside = 0 <= row < height and 0 <= column < width
        value = float(self._array[place]) if inside else self._outside
        return self.setdefault(place, Cell(self._table, place, value))


def does_not_fit(shape: Window, height: int, width: int) -> str:
    """Say that no window fits into an image, and by how much; nothing if one does."""
    for axis, size in enumerate((height, width)):
        span = shape.dilation[axis] * (shape.kernel[axis] - 1) + 1
        room = size + 2 * shape.padding[axis]
        if span > room:
            return (
                f"No window fits: it covers {span} {AXES[axis]} and the image, with "
                f"its padding, has {room}."
            )
    return ""


def sliding_knobs(operation: Operation, *names: str) -> tuple[Knob, ...]:
    """Return the knobs of these names, of those that windows have."""
    choices: dict[str, tuple[Setting, ...]] = {
        "kernel_size": _kernel_sizes(window(operation).kernel),
        "stride": STRIDES,
        "padding": PADDINGS,
        "dilation": DILATIONS,
        "flip": (False, True),
    }
    return tuple(knob(operation, name, choices[name]) for name in names)


def _kernel_sizes(kernel: Pair) -> tuple[Setting, ...]:
    """Return the sizes that differ from a kernel by as much along both axes."""
    shrink, grow = min(kernel) - 1, max(LARGEST_KERNEL - max(kernel), 0)
    return tuple((kernel[0] + d, kernel[1] + d) for d in range(-shrink, grow + 1))
