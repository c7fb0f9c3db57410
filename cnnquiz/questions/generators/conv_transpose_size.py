"""The generator conv-transpose-size: how large a transposed convolution's output is."""

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

SOURCE = "torch.nn.ConvTranspose2d, section Shape"


class Axis(NamedTuple):
    """The numbers of one axis; `extra` is the output padding."""

    n: int
    k: int
    s: int
    p: int
    d: int
    extra: int

    @property
    def span(self) -> int:
        """How many cells the kernel covers, gaps included."""
        return self.d * (self.k - 1) + 1

    @property
    def size(self) -> int:
        """What is asked."""
        n, k, s, p, d, extra = self
        return engine.conv_transpose_output_size(n, k, s, p, extra, d)

    def working(self) -> str:
        """Return the formula with the numbers put in."""
        n, k, s, p, d, extra = self
        steps = (n - 1) * s
        return (
            "out = (n − 1)s − 2p + d(k − 1) + 1 + output_padding\n"
            f"    = ({n} − 1)·{s} − 2·{p} + {d}·({k} − 1) + 1 + {extra}\n"
            f"    = {steps} − {2 * p} + {self.span} + {extra} = {self.size}"
        )

    def mistaken(self) -> dict[str, int]:
        """Return what each misconception makes of this axis."""
        n, k, s, p, d, extra = self
        room = n + 2 * p - self.span
        return {
            "transposed-padding-added": self.size + 4 * p,
            "output-padding-ignored": self.size - extra,
            "dilation-ignored": self.size - self.span + k,
            "transposed-padding-ignored": self.size + 2 * p,
            "pad-counted-once": self.size + p,
            "size-times-stride": n * s,
            "missing-plus-one": self.size + s,
            "transposed-as-convolution": room // s + 1 if room >= 0 else 0,
            "dilation-times-k": self.size - self.span + d * k,
        }


EXPLANATIONS = {
    "transposed-padding-added": "adding the padding; here it takes cells off both "
    "sides.",
    "output-padding-ignored": "leaving out the output padding.",
    "dilation-ignored": "leaving out the dilation; the kernel covers d(k − 1) + 1 "
    "cells.",
    "transposed-padding-ignored": "leaving out the padding, which crops the output.",
    "pad-counted-once": "taking the padding off one side; it counts on both.",
    "size-times-stride": "multiplying n by the stride, which only some paddings make "
    "right.",
    "missing-plus-one": "counting a step for each input; n inputs are n − 1 steps "
    "apart.",
    "transposed-as-convolution": "using the formula of a convolution; this is the way "
    "back.",
    "dilation-times-k": "letting the kernel cover d·k cells; it covers d(k − 1) + 1.",
    "hw-swap": "swapping the axes; height comes first, in the kernel and the output.",
}


def make(rng: random.Random, level: Level) -> Item:
    """Draw one axis, with output padding at the medium level, or two with dilation."""
    return _two_axes(rng) if level == "hard" else _one_axis(rng, level)


def _one_axis(rng: random.Random, level: Level) -> Item:
    s = rng.choice((2, 3))
    axis = Axis(
        n=rng.randint(4, 16 if level == "easy" else 32),
        k=rng.choice((2, 3, 4, 5)),
        s=s,
        p=rng.choice((1, 2)),
        d=1,
        extra=0 if level == "easy" else rng.randint(1, s - 1),
    )
    redraw_unless(axis.p < axis.k)
    targets = {"transposed-padding-added"}
    if level == "medium":
        targets.add("output-padding-ignored")
    n, k, s, p, d, extra = axis
    last = f"padding {p}" if level == "easy" else f"padding {p}, output_padding {extra}"
    return NumberItem(
        id="conv-transpose-size",
        topic="upsampling",
        level=level,
        seconds=SECONDS[level],
        stem=(
            f"A map of {n}×{n} goes through a transposed convolution, as in PyTorch, "
            f"with a {k}×{k} kernel, stride {s} and {last}. How high is the output?"
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
            "output_padding": extra,
        },
    )


def _two_axes(rng: random.Random) -> Item:
    s, p, d = rng.choice((2, 3)), rng.choice((1, 2)), rng.choice((2, 3))
    extra = rng.randint(1, s - 1)
    rows, columns = (
        Axis(rng.randint(4, 24), rng.choice((2, 3, 4, 5)), s, p, d, extra)
        for _ in range(2)
    )
    redraw_unless(rows.n != columns.n, rows.k != columns.k, p < min(rows.k, columns.k))
    answer = (rows.size, columns.size)
    redraw_unless(rows.size != columns.size)
    return Shape(
        id="conv-transpose-size",
        topic="upsampling",
        level="hard",
        seconds=SECONDS["hard"],
        stem=(
            f"A map of height {rows.n} and width {columns.n} goes through a transposed "
            f"convolution, as in PyTorch, with a {rows.k}×{columns.k} kernel (height × "
            f"width), stride {s}, padding {p}, dilation {d} (dilation 1 means no gaps) "
            f"and output_padding {extra}. What are the output's height and width?"
        ),
        axes=("H", "W"),
        answer=answer,
        wrong=usable(
            answer,
            wrong_pairs(rows, columns, _swapped(rows, columns), EXPLANATIONS),
            {"transposed-padding-added", "dilation-ignored", "output-padding-ignored"},
        ),
        working=f"Height:\n{rows.working()}\nWidth:\n{columns.working()}",
        source=SOURCE,
        parameters={
            "n": [rows.n, columns.n],
            "kernel_size": [rows.k, columns.k],
            "stride": s,
            "padding": p,
            "dilation": d,
            "output_padding": extra,
        },
    )


def _swapped(rows: Axis, columns: Axis) -> tuple[int, int]:
    """Lay the kernel's height along the width."""
    return rows._replace(k=columns.k).size, columns._replace(k=rows.k).size


GENERATOR = Generator(
    id="conv-transpose-size",
    title="Output size of a transposed convolution",
    topic="upsampling",
    version=1,
    make=make,
)
