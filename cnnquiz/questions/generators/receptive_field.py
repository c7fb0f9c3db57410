"""The generator receptive-field: how much of the input one output cell sees."""

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
    from collections.abc import Sequence


class Layer(NamedTuple):
    """A convolution or a pooling, as far as the receptive field goes."""

    k: int
    s: int
    d: int = 1
    pool: bool = False

    def __str__(self) -> str:
        name = "max pool" if self.pool else "conv"
        stride = f", stride {self.s}" if self.s > 1 or self.pool else ""
        dilation = f", dilation {self.d}" if self.d > 1 else ""
        return f"{name} {self.k}×{self.k}{stride}{dilation}"


def make(rng: random.Random, level: Level) -> Item:
    """Draw a stack of layers in which a stride comes before the end."""
    count = {
        "easy": rng.choice((2, 3)),
        "medium": rng.choice((3, 4)),
        "hard": rng.choice((4, 5)),
    }
    layers = [_draw(rng, level) for _ in range(count[level])]
    strided = [layer.s > 1 for layer in layers]
    redraw_unless(any(strided[:-1]), sum(strided) <= 2)
    targets = {"ignores-stride"}
    if level == "hard":
        redraw_unless(any(layer.d > 1 for layer in layers))
        targets.add("dilation-ignored")
    answer = engine.receptive_field([(k, s, d) for k, s, d, _ in layers])
    listed = "\n".join(f"  {i}. {layer}" for i, layer in enumerate(layers, start=1))
    return NumberItem(
        id="receptive-field",
        topic="receptive-field",
        level=level,
        seconds=SECONDS[level],
        stem=(
            "How wide is the receptive field of one cell of the last output, in cells "
            "of the input? Dilation 1 means no gaps; the stride is 1 where none is "
            f"named.\n\n{listed}"
        ),
        answer=int(answer),
        wrong=usable(int(answer), _candidates(layers), targets),
        working=_working(layers),
        source="Araujo, Norris & Sim, Computing Receptive Fields, Distill 2019",
        parameters={
            "layers": [
                {"kernel_size": k, "stride": s, "dilation": d} for k, s, d, _ in layers
            ]
        },
    )


def _draw(rng: random.Random, level: Level) -> Layer:
    if level == "easy":
        return Layer(rng.choice((3, 5, 7)), rng.choice((1, 2)))
    if rng.random() < 0.3:
        return rng.choice((Layer(2, 2, pool=True), Layer(3, 2, pool=True)))
    kernels = (3, 5) if level == "medium" else (1, 3, 5)
    side = rng.choice(kernels)
    spread = level == "hard" and side > 1 and rng.random() < 0.4
    return Layer(side, rng.choice((1, 1, 2)), 2 if spread else 1)


def _field(layers: Sequence[Layer], *, strides: bool = True, own: bool = False) -> int:
    """Return the field by the recurrence, or by one of its wrong readings."""
    field, jump = 1, 1
    for k, s, d, _ in layers:
        if own:
            jump *= s
        field += d * (k - 1) * jump
        if strides and not own:
            jump *= s
    return field


def _candidates(layers: Sequence[Layer]) -> list[Wrong[int]]:
    plain = [layer._replace(d=1) for layer in layers]
    found = [
        (
            "ignores-stride",
            _field(layers, strides=False),
            "leaving out the strides; after a stride of 2, a later cell counts for 2.",
        ),
        (
            "dilation-ignored",
            _field(plain),
            "leaving out the dilation; a dilated kernel spans d(k − 1) + 1 cells.",
        ),
        (
            "jump-before",
            _field(layers, own=True),
            "applying a layer's stride to its own kernel; it spreads only later ones.",
        ),
        (
            "sums-kernels",
            sum(layer.k for layer in layers),
            "adding the kernels; each layer adds k − 1 cells, times the jump so far.",
        ),
        (
            "multiplies-kernels",
            math.prod(layer.k for layer in layers),
            "multiplying the kernels; neighbouring windows overlap, so fields add.",
        ),
        (
            "last-kernel-only",
            layers[-1].k,
            "looking at the last kernel alone; each of its inputs sees several cells.",
        ),
    ]
    return [
        wrong(name, value, f"{value} comes from {text}")
        for name, value, text in found
        if value > 1
    ]


def _working(layers: Sequence[Layer]) -> str:
    lines = ["r grows by d(k − 1)·j, then the jump j is multiplied by the stride:"]
    field, jump = 1, 1
    lines.append("start: r = 1, j = 1")
    for layer in layers:
        k, s, d, _ = layer
        grown = field + d * (k - 1) * jump
        lines.append(
            f"{layer}: r = {field} + {d * (k - 1)}·{jump} = {grown}, j = {jump * s}"
        )
        field, jump = grown, jump * s
    return "\n".join(lines)


GENERATOR = Generator(
    id="receptive-field",
    title="Receptive field of a stack",
    topic="receptive-field",
    version=1,
    make=make,
)
