"""The generator effective-kernel: how many cells a dilated kernel spans."""

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
from cnnquiz.questions.items import Item, Level, NumberItem, Wrong

if TYPE_CHECKING:
    import random

CONVENTION = "Dilation 1 means no gaps."
ASKED = (
    "How many cells of a row does a {k}×{k} kernel with dilation {d} span, from its "
    "first weight to its last?",
    "A single {k}×{k} convolution has dilation {d} and stride 1. How wide is the "
    "receptive field of one of its output cells?",
    "How wide is the plain kernel that reaches exactly as far as a {k}×{k} kernel with "
    "dilation {d}?",
    "A {k}×{k} convolution with dilation {d} runs without padding. How wide is the "
    "smallest image that it fits on?",
)


class Kernel(NamedTuple):
    """A kernel of k weights along an axis, d cells from one to the next."""

    k: int
    d: int

    @property
    def span(self) -> int:
        """What is asked."""
        return engine.receptive_field([(self.k, 1, self.d)])

    def mistaken(self) -> list[tuple[str, int, str]]:
        """Return what each misconception makes of the kernel, and why it is wrong."""
        k, d = self
        return [
            (
                "dilation-times-k",
                d * k,
                f"multiplying {d}·{k}; between {k} weights there {_are(k - 1, 'step')}.",
            ),
            (
                "dilation-convention",
                k + d * (k - 1),
                f"putting {d} empty cells between neighbours; with dilation {d} there "
                f"{_are(d - 1, 'such cell')}.",
            ),
            (
                "dilation-added-once",
                k + d,
                f"adding the dilation once; every step from weight to weight grows to "
                f"{d}.",
            ),
            (
                "missing-plus-one",
                d * (k - 1),
                "counting steps; there is one cell more than steps.",
            ),
            (
                "dilation-ignored",
                k,
                f"leaving out the dilation; {k} is the number of weights in a row.",
            ),
        ]

    def working(self) -> str:
        """Return the formula with the numbers put in."""
        k, d = self
        return (
            f"From the first of {k} weights to the last there {_are(k - 1, 'step')} of "
            f"{d} cells.\n"
            f"span = d(k − 1) + 1 = {d}·{k - 1} + 1 = {self.span}"
        )


def make(rng: random.Random, level: Level) -> Item:
    """Draw a kernel: small, larger, or given by its gaps or by what it makes."""
    if level == "hard":
        return rng.choice((_from_gaps, _from_sizes))(rng)
    if level == "easy":
        kernel = Kernel(rng.choice((2, 3, 4, 5, 7)), rng.choice((2, 3, 4)))
    else:
        kernel = Kernel(rng.choice((3, 4, 5, 6, 7, 9)), rng.randint(3, 9))
    stem = rng.choice(ASKED).format(k=kernel.k, d=kernel.d)
    candidates = [_wrong(*one) for one in kernel.mistaken()]
    return _item(
        level,
        kernel,
        f"{stem} {CONVENTION}",
        usable(kernel.span, candidates, {"dilation-times-k"}),
        kernel.working(),
    )


def _from_gaps(rng: random.Random) -> Item:
    """Ask with the dilation counted from 0, as some lecture notes do."""
    k, gap = rng.choice((3, 4, 5, 6, 7, 9)), rng.randint(2, 8)
    kernel = Kernel(k, gap + 1)
    reading = (
        "dilation-convention",
        gap * (k - 1) + 1,
        f"taking {gap} for the distance; {gap} empty cells make it {gap + 1}.",
    )
    stem = (
        "Some notes count dilation from 0: as the number of empty cells between "
        f"neighbouring weights. Counted so, a {k}×{k} kernel has dilation {gap}. How "
        "many cells of a row does it span, from its first weight to its last?"
    )
    candidates = [
        _wrong(*one)
        for one in (reading, *kernel.mistaken())
        if one is reading or one[0] != "dilation-convention"
    ]
    return _item(
        "hard",
        kernel,
        stem,
        usable(kernel.span, candidates, {"dilation-convention", "dilation-times-k"}),
        f"{gap} empty cells between neighbours: one step is d = {gap} + 1 = "
        f"{kernel.d} cells.\n{kernel.working()}",
    )


def _from_sizes(rng: random.Random) -> Item:
    """Ask for the span that follows from the sizes of input and output."""
    kernel = Kernel(rng.choice((3, 4, 5, 6, 7)), rng.randint(2, 6))
    k, d = kernel
    n = rng.randint(24, 64)
    redraw_unless(kernel.span < n)
    size = engine.conv_output_size(n, k, dilation=d)
    found = [
        (
            "missing-plus-one",
            n - size,
            f"taking {n} − {size}; a kernel {n} wide would have 1 place, not 0.",
        ),
        *(one for one in kernel.mistaken() if one[0] != "missing-plus-one"),
    ]
    stem = (
        f"A {k}×{k} convolution with stride 1 and no padding makes {size}×{size} of an "
        f"image of {n}×{n}. It is dilated. How many cells of a row does its kernel "
        "span, from its first weight to its last?"
    )
    return _item(
        "hard",
        kernel,
        stem,
        usable(kernel.span, [_wrong(*one) for one in found], {"missing-plus-one"}),
        f"A window of e cells has {n} − e + 1 places on {n} cells, and there are "
        f"{size}:\ne = {n} − {size} + 1 = {kernel.span}\n"
        f"The dilation is ({kernel.span} − 1)/({k} − 1) = {d}: "
        f"{d}·{k - 1} + 1 = {kernel.span}",
    )


def _item(
    level: Level,
    kernel: Kernel,
    stem: str,
    wrongs: tuple[Wrong[int], ...],
    working: str,
) -> Item:
    return NumberItem(
        id="effective-kernel",
        topic="output-shape",
        level=level,
        seconds=SECONDS[level],
        stem=stem,
        answer=kernel.span,
        wrong=wrongs,
        working=working,
        source="Dumoulin & Visin, A guide to convolution arithmetic, 2016, §5.1",
        parameters={"kernel_size": kernel.k, "dilation": kernel.d},
    )


def _wrong(misconception: str, value: int, text: str) -> Wrong[int]:
    return wrong(misconception, value, f"{value} comes from {text}")


def _are(count: int, what: str) -> str:
    return f"is 1 {what}" if count == 1 else f"are {count} {what}s"


GENERATOR = Generator(
    id="effective-kernel",
    title="The span of a dilated kernel",
    topic="output-shape",
    version=1,
    make=make,
)
