"""The generator find-padding: the smallest padding that gives a wanted size."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from cnnquiz import engine
from cnnquiz.questions.generators.framework import (
    SECONDS,
    Generator,
    redraw_unless,
    usable,
    wrong,
)
from cnnquiz.questions.items import Item, Level, NumberItem, Shape, Wrong

if TYPE_CHECKING:
    import random

SOURCE = "torch.nn.Conv2d, section Shape"
CONVENTION = "Sizes that do not divide are rounded down, as PyTorch does."


class Axis(NamedTuple):
    """One axis: its cells, the window, and the size that is wanted."""

    n: int
    k: int
    s: int
    d: int
    wanted: int

    @property
    def span(self) -> int:
        """How many cells the kernel covers, gaps included."""
        return self.d * (self.k - 1) + 1

    @property
    def missing(self) -> int:
        """How many cells the windows reach over beyond those that there are."""
        return (self.wanted - 1) * self.s + self.span - self.n

    @property
    def padding(self) -> int:
        """What is asked."""
        return half(self.missing)

    def mistaken(self) -> dict[str, int]:
        """Return what each misconception makes of this axis."""
        n, k, s, _, wanted = self
        return {
            "pad-counted-once": self.missing,
            "padding-rounded-down": self.missing // 2,
            "dilation-ignored": half((wanted - 1) * s + k - n),
            "missing-plus-one": half(wanted * s + self.span - n),
            "half-kernel-padding": k // 2,
            "shrinks-one-side": half((wanted - 1) * s + self.span // 2 + 1 - n),
            "same-size-assumed": half((wanted - 1) * s + 1 - n),
        }

    def working(self) -> str:
        """Return the formula solved for the padding."""
        n, k, s, d, wanted = self
        p = self.padding
        room = n + 2 * p - self.span
        return (
            f"The kernel spans {d}·({k} − 1) + 1 = {self.span} cells, and {wanted} "
            f"windows reach over ({wanted} − 1)·{s} + {self.span} = "
            f"{n + self.missing}.\n"
            f"There are {n}, so {n + self.missing} − {n} = {self.missing} are missing: "
            f"p = ⌈{self.missing}/2⌉ = {p}.\n"
            f"Check: ⌊({n} + 2·{p} − {self.span})/{s}⌋ + 1 = ⌊{room}/{s}⌋ + 1 = "
            f"{wanted}, with p = {p}"
        )


EXPLANATIONS = {
    "pad-counted-once": "adding on each side what is missing in all.",
    "padding-rounded-down": "rounding half a cell down; then the last window does not "
    "fit.",
    "dilation-ignored": "leaving out the dilation; the kernel covers d(k − 1) + 1 "
    "cells.",
    "missing-plus-one": "counting a step for each window; m windows take m − 1 steps.",
    "half-kernel-padding": "taking half the kernel, which keeps the size at stride 1; "
    "another size is wanted.",
    "shrinks-one-side": "letting the kernel take cells from one side alone.",
    "same-size-assumed": "letting the kernel take nothing away.",
}


def half(cells: int) -> int:
    """Return the padding per side with which at least this many cells are added."""
    return -(-cells // 2)


def make(rng: random.Random, level: Level) -> Item:
    """Draw one axis without or with a stride, or two with dilation."""
    return _two_axes(rng) if level == "hard" else _one_axis(rng, level)


def _draw(rng: random.Random, n: int, k: int, s: int, d: int) -> Axis:
    """Draw a padding, and want the size that it gives."""
    drawn = rng.randint(1, 5)
    span = d * (k - 1) + 1
    redraw_unless(drawn < span, span < n)
    axis = Axis(n, k, s, d, engine.conv_output_size(n, k, s, drawn, d))
    redraw_unless(0 < axis.padding < span)
    return axis


def _one_axis(rng: random.Random, level: Level) -> Item:
    if level == "easy":
        axis = _draw(rng, rng.randint(8, 32), rng.choice((2, 3, 4, 5, 7)), 1, 1)
    else:
        k, s = rng.choice((3, 4, 5, 6, 7)), rng.choice((2, 3, 4))
        axis = _draw(rng, rng.randint(16, 64), k, s, 1)
    n, k, s, d, wanted = axis
    targets = {"pad-counted-once"}
    if level == "medium":
        targets.add("padding-rounded-down")
    candidates = [
        wrong(name, value, f"{value} comes from {EXPLANATIONS[name]}")
        for name, value in axis.mistaken().items()
        if value > 0 or name == "padding-rounded-down"
    ]
    return NumberItem(
        id="find-padding",
        topic="padding",
        level=level,
        seconds=2 * SECONDS[level],
        stem=(
            f"A convolution with a {k}×{k} kernel and stride {s} is to make "
            f"{wanted}×{wanted} of an image of {n}×{n}. What is the smallest padding "
            f"(the same on every side) that does it? {CONVENTION}"
        ),
        answer=axis.padding,
        wrong=usable(axis.padding, candidates, targets),
        working=axis.working(),
        source=SOURCE,
        parameters={
            "n": n,
            "kernel_size": k,
            "stride": s,
            "dilation": d,
            "output_size": wanted,
        },
    )


def _two_axes(rng: random.Random) -> Item:
    s, d = rng.choice((1, 2, 3)), rng.choice((2, 3))
    rows, columns = (
        _draw(rng, rng.randint(16, 64), rng.choice((2, 3, 4, 5)), s, d)
        for _ in range(2)
    )
    redraw_unless(rows.n != columns.n, rows.k != columns.k)
    answer = (rows.padding, columns.padding)
    redraw_unless(rows.padding != columns.padding)
    by_rows, by_columns = rows.mistaken(), columns.mistaken()
    pairs = {name: (by_rows[name], by_columns[name]) for name in by_rows}
    pairs["hw-swap"] = (columns.padding, rows.padding)
    explanations = {**EXPLANATIONS, "hw-swap": "swapping the axes; height comes first."}
    candidates: list[Wrong[tuple[int, ...]]] = [
        wrong(name, pair, f"({pair[0]}, {pair[1]}) comes from {explanations[name]}")
        for name, pair in pairs.items()
        if min(pair) > 0
    ]
    return Shape(
        id="find-padding",
        topic="padding",
        level="hard",
        seconds=2 * SECONDS["hard"],
        stem=(
            f"A convolution with a {rows.k}×{columns.k} kernel (height × width), "
            f"stride {s} and dilation {d} (dilation 1 means no gaps) is to make "
            f"{rows.wanted}×{columns.wanted} of an image of height {rows.n} and width "
            f"{columns.n}. What is the smallest padding above and below, and the "
            f"smallest left and right, that does it? {CONVENTION}"
        ),
        axes=("above and below", "left and right"),
        answer=answer,
        wrong=usable(answer, candidates, {"pad-counted-once", "dilation-ignored"}),
        working=f"Height:\n{rows.working()}\nWidth:\n{columns.working()}",
        source=SOURCE,
        parameters={
            "n": [rows.n, columns.n],
            "kernel_size": [rows.k, columns.k],
            "stride": s,
            "dilation": d,
            "output_size": [rows.wanted, columns.wanted],
        },
    )


GENERATOR = Generator(
    id="find-padding",
    title="Padding for a wanted size",
    topic="padding",
    version=1,
    make=make,
)
