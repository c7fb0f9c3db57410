"""The generator conv-parameters: how many weights and biases there are."""

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


class Layer(NamedTuple):
    """A convolution and the size of the image it is shown with."""

    c_in: int
    c_out: int
    kernel: tuple[int, int]
    bias: bool
    groups: int
    image: int

    @property
    def area(self) -> int:
        """The number of cells of the kernel."""
        return self.kernel[0] * self.kernel[1]

    def total(self) -> int:
        """Return what is asked."""
        layer = {
            "type": "conv",
            "out_channels": self.c_out,
            "kernel_size": self.kernel,
            "bias": self.bias,
            "groups": self.groups,
        }
        shape = (self.c_in, self.image, self.image)
        _, totals = engine.count_parameters([layer], shape)
        return int(totals["parameters"])


def make(rng: random.Random, level: Level) -> Item:
    """Draw a layer: small and plain, larger, or grouped with an uneven kernel."""
    layer = _draw(rng, level)
    answer = layer.total()
    targets = {"input-channels-ignored"}
    if layer.groups > 1:
        targets.add("groups-ignored")
    (kh, kw), groups = layer.kernel, layer.groups
    grouped = f" in {groups} groups" if groups > 1 else ""
    return NumberItem(
        id="conv-parameters",
        topic="cost",
        level=level,
        seconds=SECONDS[level],
        stem=(
            f"A convolution with {kh}×{kw} kernels{grouped} takes {layer.c_in} "
            f"channels of {layer.image}×{layer.image} to {layer.c_out} channels, "
            f"{'with' if layer.bias else 'without'} biases. "
            "How many trainable parameters does it have?"
        ),
        answer=answer,
        wrong=usable(answer, _candidates(layer), targets),
        working=_working(layer, answer),
        source="torch.nn.Conv2d, section Variables: weight and bias",
        parameters={
            "in_channels": layer.c_in,
            "out_channels": layer.c_out,
            "kernel_size": kh if kh == kw else [kh, kw],
            "groups": groups,
            "bias": layer.bias,
        },
    )


def _draw(rng: random.Random, level: Level) -> Layer:
    image = rng.choice((8, 14, 16, 28, 32))
    if level == "easy":
        c_in, c_out = rng.choice((2, 3, 4, 6, 8)), rng.choice((4, 5, 8, 10, 16))
        side = rng.choice((3, 5))
        layer = Layer(c_in, c_out, (side, side), rng.random() < 0.5, 1, image)
        redraw_unless(layer.c_out * (layer.c_in * layer.area + 1) < 10_000)
    elif level == "medium":
        c_in = rng.choice((3, 12, 16, 24, 32, 64))
        c_out = rng.choice((16, 32, 64, 96))
        side = rng.choice((3, 5, 7))
        layer = Layer(c_in, c_out, (side, side), rng.random() < 0.7, 1, image)
    else:
        groups = rng.choice((2, 4, 8))
        c_in, c_out = groups * rng.randint(2, 12), groups * rng.randint(2, 12)
        kernel = rng.choice(((1, 3), (3, 1), (3, 5), (5, 3), (1, 7), (7, 1)))
        layer = Layer(c_in, c_out, kernel, rng.random() < 0.7, groups, image)
    redraw_unless(layer.c_in != layer.c_out)
    return layer


def _candidates(layer: Layer) -> list[Wrong[int]]:
    c_in, c_out, (kh, kw), bias, groups, image = layer
    area, b = kh * kw, int(bias)
    per_group = c_in // groups
    found = [
        (
            "input-channels-ignored",
            c_out * (area + b),
            f"giving each filter one channel; it spans {per_group}.",
        ),
        (
            "groups-ignored",
            c_out * (c_in * area + b),
            f"letting each filter see {c_in} channels; in a group it sees {per_group}.",
        ),
        (
            "bias-per-channel",
            c_out * per_group * (area + 1),
            "counting a bias for each pair of channels; each output channel has one.",
        ),
        (
            "bias-miscounted",
            c_out * (per_group * area + 1 - b),
            "leaving out the biases."
            if bias
            else "counting biases that are not there.",
        ),
        (
            "kernel-side-for-area",
            c_out * (per_group * max(kh, kw) + b),
            f"counting {max(kh, kw)} weights a channel; a {kh}×{kw} kernel has {area}.",
        ),
        (
            "weights-per-position",
            c_out * (per_group * area + b) * image * image,
            "counting the weights again at each position; they are shared.",
        ),
    ]
    return [
        wrong(name, value, f"{value:,} comes from {text}")
        for name, value, text in found
    ]


def _working(layer: Layer, answer: int) -> str:
    per_group = layer.c_in // layer.groups
    fan_in = per_group * layer.area
    channels = (
        f"C_in/groups = {layer.c_in}/{layer.groups} = {per_group} channels"
        if layer.groups > 1
        else f"{per_group} channels"
    )
    kh, kw = layer.kernel
    weights = math.prod((layer.c_out, fan_in))
    biases = layer.c_out if layer.bias else 0
    return (
        f"Each filter spans {channels} of {kh}×{kw}: {per_group}·{layer.area} = "
        f"{fan_in} weights.\n"
        f"{layer.c_out} filters: {layer.c_out}·{fan_in} = {weights:,} weights and "
        f"{biases} biases, together {answer:,}.\n"
        "The size of the image does not matter."
    )


GENERATOR = Generator(
    id="conv-parameters",
    title="Parameters of a convolution",
    topic="cost",
    version=1,
    make=make,
)
