"""The generator same-padding: the cells that 'same' padding adds, and where."""

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
from cnnquiz.questions.items import Item, Level, Shape, Wrong

if TYPE_CHECKING:
    import random


class Axis(NamedTuple):
    """An axis of n cells, and the window that moves along it."""

    n: int
    k: int
    s: int

    @property
    def size(self) -> int:
        """The size of the output: ⌈n/s⌉."""
        return -(-self.n // self.s)

    @property
    def total(self) -> int:
        """The fewest cells with which that many windows fit."""
        return max((self.size - 1) * self.s + self.k - self.n, 0)


def make(rng: random.Random, level: Level) -> Item:
    """Draw an axis: at stride 1, with a stride, or with an odd cell to place."""
    axis = Axis(
        n=rng.randint(7, 32 if level == "easy" else 64),
        k=rng.choice((2, 3, 4, 5, 6, 7) if level == "easy" else (3, 4, 5, 7)),
        s=1
        if level == "easy"
        else rng.choice((2, 3, 4) if level == "hard" else (2, 3)),
    )
    n, k, s = axis
    answer = split(axis.total)
    redraw_unless(axis.total > 0, k < n)
    # What the engine makes of the padded axis must be what was promised.
    redraw_unless(engine.conv_output_size(n + axis.total, k, s) == axis.size)
    targets = {
        "easy": {"pad-counted-once"},
        "medium": {"stride-ignored"},
        "hard": {"extra-padding-first", "same-size-rounded-down"},
    }[level]
    hint = f", so that {axis.size} cells come out" if level == "easy" else ""
    return Shape(
        id="same-padding",
        topic="padding",
        level=level,
        seconds=SECONDS[level],
        stem=(
            f"An axis of {n} cells is padded by hand as TensorFlow's padding='same' "
            f"does it, for a kernel {k} wide with stride {s}{hint}. How many cells "
            "are added in all, how many of them on the left, and how many on the "
            "right?"
        ),
        axes=("total", "left", "right"),
        answer=answer,
        wrong=usable(answer, _candidates(axis), targets),
        working=_working(axis),
        source="TensorFlow docs, tf.nn, section Notes on padding conventions",
        parameters={"n": n, "kernel_size": k, "stride": s},
    )


def split(total: int) -> tuple[int, int, int]:
    """Return the total and its two halves, an odd cell on the right."""
    return total, total // 2, total - total // 2


def _candidates(axis: Axis) -> list[Wrong[tuple[int, ...]]]:
    n, k, s = axis
    total, left, right = split(axis.total)
    floored = (n // s - 1) * s + k - n
    found: list[tuple[str, tuple[int, int, int], str]] = [
        (
            "extra-padding-first",
            (total, right, left),
            "putting the odd cell on the left; TensorFlow puts it on the right.",
        ),
        (
            "same-size-rounded-down",
            split(floored),
            f"making {n // s} cells; 'same' rounds {n}/{s} up to {axis.size}.",
        ),
        (
            "stride-ignored",
            split(k - 1),
            f"taking k − 1 = {k - 1}, which is for stride 1; with stride {s} the last "
            "window starts elsewhere.",
        ),
        (
            "half-kernel-padding",
            (2 * (k // 2), k // 2, k // 2),
            f"padding by k//2 = {k // 2} on both sides, whatever the size and the "
            "stride.",
        ),
        (
            "pad-counted-once",
            (2 * total, total, total),
            f"adding {total} on each side; that is the number for both together.",
        ),
        (
            "pad-one-side",
            (total, 0, total),
            "putting every cell on the right; they are split over both sides.",
        ),
        (
            "missing-plus-one",
            split(axis.size * s + k - n),
            f"letting {axis.size} windows take {axis.size} steps; they take "
            f"{axis.size - 1}.",
        ),
        (
            "same-size-assumed",
            split((n - 1) * s + k - n),
            f"keeping all {n} cells; with stride {s} 'same' makes {axis.size}.",
        ),
    ]
    return [
        wrong(name, value, f"{value} comes from {text}")
        for name, value, text in found
        if value[0] > 0
    ]


def _working(axis: Axis) -> str:
    n, k, s = axis
    total, left, right = split(axis.total)
    reach = (axis.size - 1) * s + k
    return (
        f"'same' makes ⌈n/s⌉ = ⌈{n}/{s}⌉ = {axis.size} cells.\n"
        f"Their windows reach over ({axis.size} − 1)·{s} + {k} = {reach} cells, and "
        f"there are {n}: {reach} − {n} = {total} in all.\n"
        f"Left ⌊{total}/2⌋ = {left}, right the rest: {total} − {left} = {right}"
    )


GENERATOR = Generator(
    id="same-padding",
    title="Cells added by 'same' padding",
    topic="padding",
    version=1,
    make=make,
)
