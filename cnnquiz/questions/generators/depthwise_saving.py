"""The generator depthwise-saving: what a depthwise separable convolution costs."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from cnnquiz import engine
from cnnquiz.questions.answers import say_number
from cnnquiz.questions.generators.framework import (
    SECONDS,
    Generator,
    redraw_unless,
    usable,
    wrong,
)
from cnnquiz.questions.items import Item, Level, Number, NumberItem, Wrong

if TYPE_CHECKING:
    import random

SOURCE = "Howard et al., MobileNets, 2017, §3.1"
TOLERANCE = 0.01
# Two values that a learner who rounds early could mix up are not told apart.
APART = 0.05


class Layers(NamedTuple):
    """A standard convolution, and the two steps that could stand for it."""

    c_in: int
    c_out: int
    kernel: tuple[int, int]
    bias: bool = False

    @property
    def area(self) -> int:
        """The number of cells of the kernel."""
        return self.kernel[0] * self.kernel[1]

    def standard(self) -> int:
        """Return the parameters of the standard convolution."""
        return self._count(self.c_out, self.kernel, 1)

    def depthwise(self) -> int:
        """Return the parameters of one k×k kernel for each channel."""
        return self._count(self.c_in, self.kernel, self.c_in)

    def pointwise(self) -> int:
        """Return the parameters of the 1×1 convolution."""
        return self._count(self.c_out, (1, 1), 1)

    def separable(self) -> int:
        """Return the parameters of both steps."""
        return self.depthwise() + self.pointwise()

    def _count(self, filters: int, kernel: tuple[int, int], groups: int) -> int:
        layer = {
            "type": "conv",
            "out_channels": filters,
            "kernel_size": kernel,
            "groups": groups,
            "bias": self.bias,
        }
        # A convolution has the same parameters on any image that it fits on.
        _, totals = engine.count_parameters([layer], (self.c_in, *kernel))
        return int(totals["parameters"])


def make(rng: random.Random, level: Level) -> Item:
    """Ask for weights, for a factor, or for a factor with biases and uneven kernels."""
    layers = _draw(rng, level)
    c_in, c_out, (kh, kw), bias = layers
    biases = (
        "All convolutions have a bias for each output channel."
        if bias
        else "There are no biases."
    )
    counted = "parameters" if bias else "weights"
    answer: Number
    if level == "easy":
        answer = layers.separable()
        redraw_unless(answer < 10_000)
        question = "How many weights has the depthwise separable one, in both steps?"
        targets = {"depthwise-filter-per-output"}
        candidates = _wrong_counts(layers)
        working = _working(layers)
    else:
        answer = layers.standard() / layers.separable()
        question = (
            f"How many times as many {counted} as the depthwise separable one does the "
            "standard one have? Two decimals."
        )
        targets = {"saving-is-kernel-area"}
        candidates = _wrong_factors(layers)
        working = _working_of_factor(layers, answer)
    return NumberItem(
        id="depthwise-saving",
        topic="kernel-variants",
        level=level,
        seconds=2 * SECONDS[level],
        stem=(
            f"A standard {kh}×{kw} convolution takes {c_in} channels to {c_out}. A "
            f"depthwise separable one does the same in two steps: {kh}×{kw} on each "
            f"channel, then 1×1. {biases} {question}"
        ),
        answer=answer,
        tolerance=None if level == "easy" else TOLERANCE,
        wrong=usable(
            answer,
            candidates,
            targets,
            differ=lambda one, other: abs(one - other) > APART,
        ),
        working=working,
        source=SOURCE,
        parameters={
            "in_channels": c_in,
            "out_channels": c_out,
            "kernel_size": kh if kh == kw else [kh, kw],
            "bias": bias,
            "asked": "parameters" if level == "easy" else "ratio",
        },
    )


def _draw(rng: random.Random, level: Level) -> Layers:
    if level == "easy":
        c_in = rng.choice((4, 6, 8, 10, 12, 16, 20, 24, 32))
        side = rng.choice((3, 5))
        return Layers(c_in, c_in * rng.choice((2, 3, 4)), (side, side))
    c_in, times = rng.choice((8, 12, 16, 24, 32, 48, 64)), rng.choice((2, 3, 4))
    if level == "medium":
        side = rng.choice((3, 5, 7))
        return Layers(c_in, c_in * times, (side, side))
    kernel = rng.choice(((3, 5), (5, 3), (3, 7), (7, 3), (5, 7), (7, 5)))
    return Layers(c_in, c_in * times, kernel, bias=True)


def _wrong_counts(layers: Layers) -> list[Wrong[Number]]:
    c_in, c_out, (k, _), _ = layers
    found: list[tuple[str, Number, str]] = [
        (
            "depthwise-filter-per-output",
            c_out * layers.area + layers.pointwise(),
            f"giving the depthwise step {c_out} kernels; it has one for each of the "
            f"{c_in} input channels.",
        ),
        (
            "depthwise-mixes-channels",
            layers.standard(),
            "letting every kernel span all channels, as the standard one does.",
        ),
        (
            "pointwise-missing",
            layers.depthwise(),
            f"leaving out the 1×1 step with its {c_in}·{c_out} weights.",
        ),
        (
            "separable-costs-multiply",
            layers.depthwise() * layers.pointwise(),
            "multiplying the weights of the two steps; they add up.",
        ),
        (
            "spatially-separable",
            2 * k * c_in * c_out,
            f"taking {k}×1 and 1×{k} kernels over all channels.",
        ),
        (
            "kernel-side-for-area",
            c_in * k + layers.pointwise(),
            f"counting {k} weights a kernel; a {k}×{k} kernel has {k * k}.",
        ),
    ]
    return [_wrong(*one) for one in found]


def _wrong_factors(layers: Layers) -> list[Wrong[Number]]:
    c_out, (kh, kw) = layers.c_out, layers.kernel
    standard, separable = layers.standard(), layers.separable()
    bias = int(layers.bias)
    per_output = c_out * (layers.area + bias) + layers.pointwise()
    spatial = c_out * (layers.c_in * (kh + kw) + bias)
    plain = layers._replace(bias=False)
    found: list[tuple[str, Number, str]] = [
        (
            "saving-is-kernel-area",
            layers.area,
            f"taking {kh}·{kw}; the 1×1 step costs something too.",
        ),
        (
            "pointwise-missing",
            standard / layers.depthwise(),
            "leaving out the 1×1 step.",
        ),
        (
            "depthwise-filter-per-output",
            standard / per_output,
            f"giving the depthwise step {c_out} kernels; it has {layers.c_in}.",
        ),
        (
            "ratio-inverted",
            separable / standard,
            "dividing the smaller number by the larger.",
        ),
        (
            "savings-add",
            layers.area + c_out,
            f"adding the factors {layers.area} and {c_out}; it is the shares "
            f"1/{layers.area} and 1/{c_out} that add up.",
        ),
        (
            "bias-miscounted",
            plain.standard() / plain.separable(),
            "leaving out the biases.",
        ),
        (
            "spatially-separable",
            standard / spatial,
            f"taking {kh}×1 and 1×{kw} kernels over all channels.",
        ),
    ]
    return [_wrong(*one) for one in found]


def _wrong(misconception: str, value: Number, text: str) -> Wrong[Number]:
    return wrong(misconception, value, f"{say_number(value)} comes from {text}")


def _working(layers: Layers) -> str:
    """Count the weights of the two steps."""
    c_in, c_out, (kh, kw), bias = layers
    one = f"({kh}·{kw} + 1)" if bias else f"{kh}·{kw}"
    each = f"({c_in} + 1)" if bias else f"{c_in}"
    return (
        f"Depthwise: one {kh}×{kw} kernel for each of {c_in} channels, {c_in}·{one} = "
        f"{layers.depthwise():,}.\n"
        f"Pointwise: {c_out} filters of 1×1, {c_out}·{each} = "
        f"{layers.pointwise():,}.\n"
        f"Together {layers.depthwise():,} + {layers.pointwise():,} = "
        f"{layers.separable():,}"
    )


def _working_of_factor(layers: Layers, answer: float) -> str:
    c_in, c_out, (kh, kw), bias = layers
    filter_ = f"({c_in}·{kh}·{kw} + 1)" if bias else f"{c_in}·{kh}·{kw}"
    lines = [
        f"Standard: {c_out}·{filter_} = {layers.standard():,}.",
        _working(layers) + ".",
        f"{layers.standard():,}/{layers.separable():,} = {answer:.4f}",
    ]
    if not bias:
        lines.append(
            f"The shares add up: 1/{c_out} + 1/{layers.area} = {1 / answer:.4f}"
        )
    return "\n".join(lines)


GENERATOR = Generator(
    id="depthwise-saving",
    title="The saving of a depthwise separable convolution",
    topic="kernel-variants",
    version=1,
    make=make,
)
