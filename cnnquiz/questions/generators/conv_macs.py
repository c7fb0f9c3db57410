"""The generator conv-macs: how many multiply-accumulates a convolution takes."""

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

Pair = tuple[int, int]


class Layer(NamedTuple):
    """A convolution and the image it runs over; pairs are height, width."""

    c_in: int
    c_out: int
    image: Pair
    kernel: Pair
    s: int
    p: int
    groups: int = 1

    @property
    def area(self) -> int:
        """The number of cells of the kernel."""
        return self.kernel[0] * self.kernel[1]

    @property
    def per_group(self) -> int:
        """The number of channels that a filter sees."""
        return self.c_in // self.groups

    @property
    def size(self) -> Pair:
        """Height and width of the output."""
        high, wide = (
            engine.conv_output_size(n, k, self.s, self.p)
            for n, k in zip(self.image, self.kernel, strict=True)
        )
        return high, wide

    def macs(self) -> int:
        """Return what is asked."""
        layer = {
            "type": "conv",
            "out_channels": self.c_out,
            "kernel_size": self.kernel,
            "stride": self.s,
            "padding": self.p,
            "groups": self.groups,
        }
        _, totals = engine.count_parameters([layer], (self.c_in, *self.image))
        return int(totals["macs"])


def make(rng: random.Random, level: Level) -> Item:
    """Draw a layer: small, strided, or in groups with an uneven kernel."""
    layer = _draw(rng, level)
    answer = layer.macs()
    redraw_unless(layer.size != layer.image, min(layer.size) > 1)
    redraw_unless(level != "easy" or answer < 10_000)
    targets = {"input-channels-ignored", "macs-over-input"}
    if level == "hard":
        targets.add("groups-ignored")
    (h, w), (kh, kw) = layer.image, layer.kernel
    grouped = f" in {layer.groups} groups" if layer.groups > 1 else ""
    return NumberItem(
        id="conv-macs",
        topic="cost",
        level=level,
        seconds=2 * SECONDS[level],
        stem=(
            f"A convolution with {kh}×{kw} kernels{grouped}, stride {layer.s} and "
            f"padding {layer.p} on every side takes {layer.c_in} channels of {h}×{w} to "
            f"{layer.c_out} channels. How many multiply-accumulates (MACs) does it "
            "take for one image? One MAC is a product and its addition; biases are "
            "left out, and products with padding count."
        ),
        answer=answer,
        wrong=usable(answer, _candidates(layer, answer), targets),
        working=_working(layer, answer),
        source="Sze et al., Efficient Processing of Deep Neural Networks, 2017",
        parameters={
            "in_channels": layer.c_in,
            "out_channels": layer.c_out,
            "n": h if h == w else [h, w],
            "kernel_size": kh if kh == kw else [kh, kw],
            "stride": layer.s,
            "padding": layer.p,
            "groups": layer.groups,
        },
    )


def _draw(rng: random.Random, level: Level) -> Layer:
    if level == "easy":
        side = rng.randint(5, 12)
        c_in, c_out = rng.choice((2, 3)), rng.choice((2, 4, 5, 8))
        return Layer(c_in, c_out, (side, side), (3, 3), rng.choice((1, 2)), 0)
    if level == "medium":
        side, k = rng.choice((14, 16, 28, 32, 56, 64)), rng.choice((3, 5, 7))
        c_in, c_out = rng.choice((3, 16, 32, 64)), rng.choice((24, 32, 64, 128))
        return Layer(c_in, c_out, (side, side), (k, k), 2, rng.randint(1, k // 2))
    groups = rng.choice((2, 4, 8))
    c_in, c_out = groups * rng.randint(2, 8), groups * rng.randint(2, 8)
    image = rng.choice((12, 16, 20, 28)), rng.choice((14, 18, 24, 32))
    kernel = rng.choice(((3, 5), (5, 3), (3, 7), (7, 3), (2, 3), (3, 2)))
    redraw_unless(c_in != c_out)
    return Layer(c_in, c_out, image, kernel, rng.choice((1, 2)), 1, groups)


def _candidates(layer: Layer, answer: int) -> list[Wrong[int]]:
    (h, w), (rows, columns) = layer.image, layer.size
    weights = layer.c_out * layer.per_group * layer.area
    longest = max(layer.kernel)
    found = [
        (
            "input-channels-ignored",
            answer // layer.per_group,
            f"giving each filter one channel; it spans {layer.per_group}.",
        ),
        (
            "macs-over-input",
            weights * h * w,
            f"counting {h}×{w} places; the output has {rows}×{columns}.",
        ),
        (
            "groups-ignored",
            answer * layer.groups,
            f"letting each filter see {layer.c_in} channels; in a group it sees "
            f"{layer.per_group}.",
        ),
        (
            "flops-for-macs",
            2 * answer,
            "counting products and additions apart; that gives FLOPs.",
        ),
        (
            "parameters-for-macs",
            weights,
            f"counting the weights; each is used at {rows * columns} places.",
        ),
        (
            "one-filter-counted",
            answer // layer.c_out,
            f"counting one filter; there are {layer.c_out}.",
        ),
        (
            "kernel-side-for-area",
            answer // layer.area * longest,
            f"counting {longest} products a channel; the kernel has {layer.area} cells.",
        ),
        (
            "one-axis-only",
            weights * rows,
            f"counting {rows} places; the output has {rows}×{columns}.",
        ),
    ]
    return [
        wrong(name, value, f"{value:,} comes from {text}")
        for name, value, text in found
    ]


def _working(layer: Layer, answer: int) -> str:
    (h, w), (kh, kw), (rows, columns) = layer.image, layer.kernel, layer.size
    seen = layer.per_group
    channels = (
        f"{layer.c_in}/{layer.groups} = {seen} channels"
        if layer.groups > 1
        else f"{seen} channels"
    )
    cell = seen * layer.area
    height = f"⌊({h} + 2·{layer.p} − {kh})/{layer.s}⌋ + 1 = {rows}"
    width = f"⌊({w} + 2·{layer.p} − {kw})/{layer.s}⌋ + 1 = {columns}"
    return (
        f"Height of the output: {height}; width: {width}.\n"
        f"Each of its cells takes {channels} of {kh}×{kw}: {seen}·{layer.area} = "
        f"{cell:,} MACs.\n"
        f"There are {layer.c_out}·{rows}·{columns} = "
        f"{layer.c_out * rows * columns:,} cells: "
        f"{layer.c_out * rows * columns:,}·{cell:,} = {answer:,}"
    )


GENERATOR = Generator(
    id="conv-macs",
    title="Multiply-accumulates of a convolution",
    topic="cost",
    version=1,
    make=make,
)
