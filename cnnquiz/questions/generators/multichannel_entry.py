"""The generator multichannel-entry: one output cell of a layer on several channels."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from cnnquiz import engine
from cnnquiz.questions.generators.decimals import in_sum, say, wrong_number
from cnnquiz.questions.generators.framework import (
    SECONDS,
    Generator,
    redraw_unless,
    usable,
)
from cnnquiz.questions.generators.grids import shown
from cnnquiz.questions.items import Item, Level, NumberItem

if TYPE_CHECKING:
    import random

    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

K = 3


class Cell(NamedTuple):
    """An image, a filter, its bias, and the output cell that is asked."""

    x: Ints
    w: Ints
    b: int
    stride: int
    padding: int
    place: tuple[int, int]

    def value(self) -> int:
        """Return the output cell."""
        y = engine.conv2d(
            self.x[None].astype(float),
            self.w[None].astype(float),
            np.array([float(self.b)]),
            self.stride,
            self.padding,
        )
        return round(float(y[0, 0][self.place]))

    def windows(self) -> Ints:
        """Return what the filter sees, channel by channel."""
        p = self.padding
        x = np.pad(self.x, ((0, 0), (p, p), (p, p)))
        top, left = (self.stride * i for i in self.place)
        return x[:, top : top + K, left : left + K]

    def sums(self) -> list[int]:
        """Return what each channel adds."""
        return [int(one) for one in (self.windows() * self.w).sum(axis=(1, 2))]


def make(rng: random.Random, level: Level) -> Item:
    """Draw one window with two or three channels, or a padded image with a stride."""
    cell = _draw(rng, level)
    answer = cell.value()
    channels = len(cell.x)
    i, j = cell.place
    hard = level == "hard"
    where = f"output cell in row {i} and column {j}, both counted from 0"
    geometry = (
        f"stride {cell.stride}, padding {cell.padding} with zeros"
        if hard
        else "no padding"
    )
    return NumberItem(
        id="multichannel-entry",
        topic="convolution",
        level=level,
        seconds=2 * SECONDS[level],
        stem=(
            f"A convolution layer, as in PyTorch, applies one 3×3 filter with bias "
            f"{say(cell.b)} to an image of {channels} channels ({geometry}). What is "
            f"the {where if hard else 'one output cell'}?\n\n"
            f"{_listed(cell)}"
        ),
        answer=answer,
        wrong=usable(
            answer,
            [wrong_number(*one) for one in _mistaken(cell)],
            {"bias-per-channel", "first-channel-only"},
        ),
        working=_working(cell, answer),
        source="torch.nn.Conv2d",
        parameters={
            "x": cell.x.tolist(),
            "w": cell.w.tolist(),
            "b": cell.b,
            "stride": cell.stride,
            "padding": cell.padding,
            "index": list(cell.place),
        },
    )


def _draw(rng: random.Random, level: Level) -> Cell:
    channels = 2 if level == "easy" else 3
    size = 4 if level == "hard" else K
    stride, padding = (2, 1) if level == "hard" else (1, 0)
    top = 3 if level == "easy" else 5
    cells = [rng.randint(0, top) for _ in range(channels * size * size)]
    x = np.array(cells).reshape(channels, size, size)
    w = np.array([_weight(rng, level) for _ in range(channels * K * K)])
    place = (rng.randrange(2), rng.randrange(2)) if level == "hard" else (0, 0)
    cell = Cell(
        x=x,
        w=w.reshape(channels, K, K),
        b=rng.choice([b for b in range(-6, 7) if b]),
        stride=stride,
        padding=padding,
        place=place,
    )
    used = np.count_nonzero(cell.w, axis=(1, 2))
    # Few weights keep it short by hand, and none would hide a channel.
    redraw_unless(used.min() >= 2, used.max() <= 4, all(cell.sums()))
    return cell


def _weight(rng: random.Random, level: Level) -> int:
    return rng.choice((0, 0, 0, 1, -1) if level == "easy" else (0, 0, 0, 1, -1, 2))


def _mistaken(cell: Cell) -> list[tuple[str, float, str]]:
    sums, b, channels = cell.sums(), cell.b, len(cell.x)
    flipped = cell._replace(w=cell.w[:, ::-1, ::-1])
    found: list[tuple[str, float, str]] = [
        (
            "bias-per-channel",
            sum(sums) + channels * b,
            f"adding the bias {channels} times; a filter has one.",
        ),
        (
            "first-channel-only",
            sums[0] + b,
            "the first channel alone; the results of all are added up.",
        ),
        (
            "channel-overwrite",
            sums[-1] + b,
            "keeping the last channel; the results of all are added up.",
        ),
        ("kernel-flip", flipped.value(), "turning the kernels by 180°."),
        ("bias-miscounted", sum(sums), "leaving out the bias."),
    ]
    if sum(sums) % channels == 0:
        found.append(
            (
                "channels-averaged",
                sum(sums) // channels + b,
                "averaging the channels; their results are added up.",
            )
        )
    if cell.stride > 1:
        unmoved = cell._replace(stride=1)
        found.append(
            (
                "stride-ignored",
                unmoved.value(),
                f"moving by one cell; the window jumps by {cell.stride}.",
            )
        )
    return found


def _listed(cell: Cell) -> str:
    blocks = [
        f"channel {c}, image:\n{shown(image)}\nchannel {c}, kernel:\n{shown(kernel)}"
        for c, (image, kernel) in enumerate(zip(cell.x, cell.w, strict=True))
    ]
    return "\n\n".join(blocks)


def _working(cell: Cell, answer: int) -> str:
    """Write out the products of each channel, then the sum."""
    lines = []
    if cell.place != (0, 0):
        top, left = (cell.stride * i - cell.padding for i in cell.place)
        lines.append(
            f"The window starts at row {say(top)}, column {say(left)} of the image "
            "(from 0; cells outside are 0)."
        )
    for c, (window, kernel, total) in enumerate(
        zip(cell.windows(), cell.w, cell.sums(), strict=True)
    ):
        terms = " ".join(
            f"{weight:+d}·{value}".replace("-", "−")
            for weight, value in zip(kernel.ravel(), window.ravel(), strict=True)
            if weight
        )
        lines.append(f"channel {c}: {terms} = {say(total)}")
    added = " + ".join(in_sum(one) for one in cell.sums())
    lines.append(f"All channels and one bias: {added} + {in_sum(cell.b)} = {answer}")
    return "\n".join(lines).replace("= -", "= −")


GENERATOR = Generator(
    id="multichannel-entry",
    title="An output cell over several channels",
    topic="convolution",
    version=1,
    make=make,
)
