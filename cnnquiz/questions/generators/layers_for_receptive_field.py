"""The generator layers-for-receptive-field: how many layers see far enough."""

from __future__ import annotations

import math
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

Layer = tuple[int, int, int]


class Stack(NamedTuple):
    """Equal layers at stride 1, after `before`, that are to see `field` cells.

    Layers are (kernel size, stride, dilation), as `engine.receptive_field` takes them.
    """

    k: int
    d: int
    field: int
    before: tuple[Layer, ...] = ()

    @property
    def start(self) -> int:
        """What a cell sees before the first of the equal layers."""
        return engine.receptive_field(self.before)

    @property
    def jump(self) -> int:
        """How many cells of the input lie between neighbouring cells there."""
        return math.prod(stride for _, stride, _ in self.before)

    @property
    def growth(self) -> int:
        """How many cells each of the equal layers adds."""
        return self.d * (self.k - 1) * self.jump

    def fewest(self) -> int:
        """Return what is asked: the first number of layers that sees enough."""
        count = 0
        while self.sees(count) < self.field:
            count += 1
        return count

    def sees(self, count: int) -> int:
        """Return the receptive field with this many of the equal layers."""
        equal = [(self.k, 1, self.d)] * count
        return engine.receptive_field([*self.before, *equal])


def make(rng: random.Random, level: Level) -> Item:
    """Draw equal layers: plain, dilated, or after layers with strides."""
    stack = _draw(rng, level)
    answer = stack.fewest()
    redraw_unless(2 <= answer <= 40)
    targets = {"sums-kernels"}
    if level == "medium":
        targets.add("dilation-ignored")
    if level == "hard":
        targets = {"ignores-stride"}
    k, d, field, before = stack
    spread = f", dilation {d} (dilation 1 means no gaps)" if d > 1 else ""
    after = "".join(
        f"{'a' if i == 0 else ', then a'} {side}×{side} convolution with stride {s}"
        for i, (side, s, _) in enumerate(before)
    )
    stem = (
        f"A network begins with {after}. How many {k}×{k} convolutions with stride 1 "
        f"must follow, until a cell of the last output sees at least {field} cells of "
        "the input along each axis?"
        if before
        else f"A network is a row of {k}×{k} convolutions with stride 1{spread}. How "
        "many does it take, until a cell of the last output sees at least "
        f"{field} cells of the input along each axis?"
    )
    return NumberItem(
        id="layers-for-receptive-field",
        topic="receptive-field",
        level=level,
        seconds=2 * SECONDS[level],
        stem=stem,
        answer=answer,
        wrong=usable(answer, _candidates(stack), targets),
        working=_working(stack, answer),
        source="Araujo, Norris & Sim, Computing Receptive Fields, Distill 2019",
        parameters={
            "kernel_size": k,
            "stride": 1,
            "dilation": d,
            "receptive_field": field,
            "layers": [
                {"kernel_size": side, "stride": s, "dilation": spread_}
                for side, s, spread_ in before
            ],
        },
    )


def _draw(rng: random.Random, level: Level) -> Stack:
    if level == "easy":
        k = rng.choice((3, 5))
        return Stack(k, 1, rng.randint(9, 64))
    if level == "medium":
        return Stack(rng.choice((3, 5, 7)), rng.choice((2, 3)), rng.randint(30, 128))
    before = [(rng.choice((3, 5, 7)), 2, 1), (rng.choice((2, 3)), 2, 1)]
    before = before[: rng.choice((1, 2))]
    return Stack(rng.choice((3, 5)), 1, rng.randint(40, 224), tuple(before))


def _rounded_up(cells: int, step: int) -> int:
    return -(-cells // step)


def _candidates(stack: Stack) -> list[Wrong[int]]:
    k, d, field, _ = stack
    start, jump, growth = stack.start, stack.jump, stack.growth
    missing = field - start
    found = [
        (
            "ignores-stride",
            _rounded_up(missing, d * (k - 1)),
            f"leaving out the strides; a step of a later kernel is {jump} cells.",
        ),
        (
            "sums-kernels",
            _rounded_up(missing + (start == 1), d * k * jump),
            f"adding {d * k * jump} cells a layer; it is {growth}, since k weights are "
            "k − 1 steps.",
        ),
        (
            "dilation-ignored",
            _rounded_up(missing, (k - 1) * jump),
            f"leaving out the dilation; each layer adds {d}·{k - 1} cells.",
        ),
        (
            "layers-rounded-down",
            missing // growth,
            f"rounding down; that sees {stack.sees(missing // growth)} cells alone.",
        ),
        (
            "field-starts-at-zero",
            _rounded_up(field, growth),
            f"starting at 0; before these layers a cell sees {start} already.",
        ),
        (
            "field-grows-one-side",
            _rounded_up(missing, d * (k // 2) * jump),
            f"letting the field grow on one side; each layer adds {growth} cells in all.",
        ),
        (
            "multiplies-kernels",
            math.ceil(math.log(field, k)),
            f"multiplying by {k} a layer; windows overlap, so the field grows by "
            f"{growth} a layer.",
        ),
        (
            "field-doubles-each-layer",
            math.ceil(math.log2(field)),
            f"doubling the field with each layer; at stride 1 it grows by {growth}.",
        ),
    ]
    return [
        wrong(name, value, f"{value} comes from {text}")
        for name, value, text in found
        if value > 0
    ]


def _working(stack: Stack, answer: int) -> str:
    k, d, field, before = stack
    lines = []
    seen, jump = 1, 1
    for side, s, _ in before:
        lines.append(
            f"{side}×{side}, stride {s}: r = {seen} + {side - 1}·{jump} = "
            f"{seen + (side - 1) * jump}, jump {jump * s}"
        )
        seen, jump = seen + (side - 1) * jump, jump * s
    lines.append(
        f"A cell before them sees {stack.start}; each layer adds d(k − 1)·jump = "
        f"{d}·({k} − 1)·{stack.jump} = {stack.growth} cells."
    )
    lines.append(
        f"⌈({field} − {stack.start})/{stack.growth}⌉ = "
        f"⌈{field - stack.start}/{stack.growth}⌉ = {answer}"
    )
    lines.append(
        f"Check: {answer - 1} layers see {stack.sees(answer - 1)} cells, {answer} see "
        f"{stack.sees(answer)}."
    )
    return "\n".join(lines)


GENERATOR = Generator(
    id="layers-for-receptive-field",
    title="Layers for a receptive field",
    topic="receptive-field",
    version=1,
    make=make,
)
