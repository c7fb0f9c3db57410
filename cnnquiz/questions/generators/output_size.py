"""The generator conv-output-size: how large a convolution's output is."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from cnnquiz import engine
from cnnquiz.questions.generators.axes import wrong_pairs, wrong_sizes
from cnnquiz.questions.generators.framework import (
    SECONDS,
    Generator,
    redraw_unless,
    usable,
)
from cnnquiz.questions.items import Item, Level, NumberItem, Shape

if TYPE_CHECKING:
    import random

SOURCE = "torch.nn.Conv2d, section Shape"
CONVENTION = "Sizes that do not divide are rounded down, as PyTorch does."


class Axis(NamedTuple):
    """The numbers of one axis."""

    n: int
    k: int
    s: int
    p: int
    d: int

    @property
    def span(self) -> int:
        """How many cells the kernel covers, gaps included."""
        return self.d * (self.k - 1) + 1

    @property
    def room(self) -> int:
        """How many cells the window can move by."""
        return self.n + 2 * self.p - self.span

    @property
    def size(self) -> int:
        """What is asked."""
        return engine.conv_output_size(self.n, self.k, self.s, self.p, self.d)

    def working(self) -> str:
        """Return the formula with the numbers put in."""
        n, k, s, p, d = self
        return (
            "out = ⌊(n + 2p − d(k − 1) − 1)/s⌋ + 1\n"
            f"    = ⌊({n} + 2·{p} − {d}·({k} − 1) − 1)/{s}⌋ + 1\n"
            f"    = ⌊{self.room}/{s}⌋ + 1 = {self.room // s} + 1 = {self.size}"
        )

    def mistaken(self) -> dict[str, int]:
        """Return what each misconception makes of this axis."""
        n, k, s, p, _ = self
        return {
            "pad-counted-once": (n + p - self.span) // s + 1,
            "missing-plus-one": self.room // s,
            "ceil-output-size": -(-self.room // s) + 1,
            "dilation-ignored": (n + 2 * p - k) // s + 1,
            "padding-ignored": (n - self.span) // s + 1,
            "size-over-stride": -(-n // s),
            "stride-ignored": self.room + 1,
        }


EXPLANATIONS = {
    "pad-counted-once": "counting the padding once; it is added on both sides.",
    "missing-plus-one": "counting steps; a window that takes m steps stands in m + 1 "
    "places.",
    "ceil-output-size": "rounding up; a window that would hang over the edge is left "
    "out.",
    "dilation-ignored": "leaving out the dilation; the kernel covers d(k − 1) + 1 "
    "cells.",
    "padding-ignored": "leaving out the padding, which gives the window room to move.",
    "size-over-stride": "dividing the size by the stride, which holds only for 'same' "
    "padding.",
    "stride-ignored": "leaving out the stride; only every s-th place counts.",
    "hw-swap": "swapping the axes; height comes first, in the kernel and the output.",
}


def make(rng: random.Random, level: Level) -> Item:
    """Draw one axis, or two of different size at the hard level."""
    return _two_axes(rng) if level == "hard" else _one_axis(rng, level)


def _one_axis(rng: random.Random, level: Level) -> Item:
    easy = level == "easy"
    axis = Axis(
        n=rng.randint(7, 32 if easy else 64),
        k=rng.choice((3, 5) if easy else (2, 3, 4, 5, 7)),
        s=rng.choice((1, 2) if easy else (2, 3, 4)),
        p=rng.choice((1, 2) if easy else (1, 2, 3)),
        d=1,
    )
    n, k, s, p, d = axis
    targets = {"pad-counted-once"}
    if easy:
        redraw_unless(axis.room % s == 0)
    else:
        redraw_unless(axis.room % s > 0)
        targets.add("ceil-output-size")
    redraw_unless(p < k, k < n)
    return NumberItem(
        id="conv-output-size",
        topic="output-shape",
        level=level,
        seconds=SECONDS[level],
        stem=(
            f"An image of {n}×{n} goes through a convolution with a {k}×{k} kernel, "
            f"stride {s} and padding {p} on every side. How high is the output? "
            f"{CONVENTION}"
        ),
        answer=axis.size,
        wrong=usable(axis.size, wrong_sizes(axis, EXPLANATIONS), targets),
        working=axis.working(),
        source=SOURCE,
        parameters={
            "n": n,
            "kernel_size": k,
            "stride": s,
            "padding": p,
            "dilation": d,
        },
    )


def _two_axes(rng: random.Random) -> Item:
    s, p, d = rng.choice((1, 2, 3)), rng.choice((1, 2, 3)), rng.choice((2, 3))
    axes = [
        Axis(n=rng.randint(14, 64), k=rng.choice((2, 3, 4, 5)), s=s, p=p, d=d)
        for _ in range(2)
    ]
    rows, columns = axes
    redraw_unless(rows.n != columns.n, rows.k != columns.k, p < min(rows.k, columns.k))
    redraw_unless(all(axis.span < axis.n for axis in axes))
    # With a stride, rounding must matter.
    redraw_unless(s == 1 or any(axis.room % s for axis in axes))
    answer = (rows.size, columns.size)
    redraw_unless(rows.size != columns.size)
    return Shape(
        id="conv-output-size",
        topic="output-shape",
        level="hard",
        seconds=SECONDS["hard"],
        stem=(
            f"An image of height {rows.n} and width {columns.n} goes through a "
            f"convolution with a {rows.k}×{columns.k} kernel (height × width), "
            f"stride {s}, padding {p} on every side and dilation {d} (dilation 1 means "
            f"no gaps). What are the output's height and width? {CONVENTION}"
        ),
        axes=("H", "W"),
        answer=answer,
        wrong=usable(
            answer,
            wrong_pairs(rows, columns, _swapped(rows, columns), EXPLANATIONS),
            {"dilation-ignored", "pad-counted-once"},
        ),
        working=f"Height:\n{rows.working()}\nWidth:\n{columns.working()}",
        source=SOURCE,
        parameters={
            "n": [rows.n, columns.n],
            "kernel_size": [rows.k, columns.k],
            "stride": s,
            "padding": p,
            "dilation": d,
        },
    )


def _swapped(rows: Axis, columns: Axis) -> tuple[int, int]:
    """Lay the kernel's height along the width."""
    return rows._replace(k=columns.k).size, columns._replace(k=rows.k).size


GENERATOR = Generator(
    id="conv-output-size",
    title="Output size of a convolution",
    topic="output-shape",
    version=1,
    make=make,
)
