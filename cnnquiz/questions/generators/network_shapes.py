"""The generator network-shapes: the shape that comes out of a few layers."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, TypeAlias

from cnnquiz.questions.generators.framework import (
    SECONDS,
    Generator,
    redraw_unless,
    usable,
    wrong,
)
from cnnquiz.questions.generators.stacks import Window, numbered, shapes
from cnnquiz.questions.items import Item, Level, Shape, Wrong

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Sequence

    Rule: TypeAlias = Callable[[Window, int, int], int]

EXPLANATIONS = {
    "map-per-channel-pair": "making a map for each pair of channel and filter; a "
    "filter adds its channels up.",
    "pad-counted-once": "counting the padding once; it is added on both sides.",
    "ceil-output-size": "rounding up; a window that would hang over the edge is left "
    "out.",
    "dilation-ignored": "leaving out the dilation; the kernel covers d(k − 1) + 1 "
    "cells.",
    "filters-keep-channels": "keeping the input's channels; there are as many as "
    "filters.",
    "pools-over-channels": "dividing the channels at each pooling; it keeps them.",
    "nhwc-order": "writing the channels last; in NCHW they follow the batch.",
    "batch-axis-dropped": "leaving out the batch, which is the first axis.",
    "pooling-skipped": "leaving out the pooling.",
    "stride-ignored": "leaving out the strides of the convolutions.",
    "padding-ignored": "leaving out the padding.",
    "hw-swap": "swapping height and width.",
}


def make(rng: random.Random, level: Level) -> Item:
    """Draw two, three or four layers and a batch of images."""
    windows = _draw(rng, level)
    batch = rng.choice((2, 4, 8, 16, 32))
    channels = 3 if level == "easy" else rng.choice((2, 3, 4, 8))
    height, width = _draw_size(rng, level)
    layers = [window.as_layer() for window in windows]
    inputs = (channels, height, width)
    sizes = [(height, width)]
    for window in windows:
        rows, columns = sizes[-1]
        sizes.append((window.size(rows, 0), window.size(columns, 1)))
    redraw_unless(min(sizes[-1]) >= 2)
    # Rounding is left for the medium level, and must matter there.
    redraw_unless(level != "easy" or not _rounds(windows, sizes))
    answer = (batch, *shapes(layers, inputs)[-1])
    targets = {"map-per-channel-pair", "pad-counted-once"}
    if level != "easy":
        targets.add("ceil-output-size")
    if level == "hard":
        targets.add("dilation-ignored")
    return Shape(
        id="network-shapes",
        topic="output-shape",
        level=level,
        seconds=SECONDS[level],
        stem=(
            f"A batch of shape ({batch}, {channels}, {height}, {width}), in NCHW "
            "order, goes through these layers. What shape comes out? The stride of a "
            "convolution is 1 where none is named, and padding is on every side. Sizes "
            f"that do not divide are rounded down, as PyTorch does.\n\n{numbered(windows)}"
        ),
        axes=("N", "C", "H", "W"),
        answer=answer,
        wrong=usable(answer, _candidates(windows, (batch, *inputs), answer), targets),
        working=_working(windows, (batch, *inputs)),
        source="torch.nn.Conv2d, section Shape",
        parameters={
            "batch_size": batch,
            "input_shape": list(inputs),
            "layers": layers,
        },
    )


def _draw(rng: random.Random, level: Level) -> list[Window]:
    side = rng.choice((3, 5))
    padding = rng.randint(1, side // 2)
    filters = rng.choice((8, 10, 16, 24, 32))
    first = Window((side, side), p=padding, filters=filters)
    pool = Window((2, 2), s=2)
    if level == "easy":
        return [first, pool]
    filters = rng.choice((16, 20, 32, 48, 64))
    strided = Window((3, 3), s=2, p=rng.choice((0, 1)), filters=filters)
    pool = rng.choice((pool, Window((3, 3), s=2), Window((3, 3), s=2, p=1)))
    if level == "medium":
        return [first, pool, strided]
    kernel = rng.choice(((3, 3), (3, 5), (5, 3), (2, 3), (3, 2)))
    spread = Window(kernel, p=rng.choice((1, 2)), d=2, filters=rng.choice((12, 24, 40)))
    return [first, pool, spread, strided]


def _draw_size(rng: random.Random, level: Level) -> tuple[int, int]:
    if level != "hard":
        side = rng.randint(8, 32 if level == "easy" else 64)
        return side, side
    height, width = rng.randint(20, 64), rng.randint(20, 64)
    redraw_unless(height != width)
    return height, width


def _rounds(windows: Sequence[Window], sizes: Sequence[tuple[int, int]]) -> bool:
    return any(
        window.room(n, axis) % window.s
        for window, size in zip(windows, sizes, strict=False)
        for axis, n in enumerate(size)
    )


def _pad_once(window: Window, n: int, axis: int) -> int:
    return window._replace(p=0).size(n + window.p, axis)


def _ceil(window: Window, n: int, axis: int) -> int:
    return -(-window.room(n, axis) // window.s) + 1


def _no_padding(window: Window, n: int, axis: int) -> int:
    return window._replace(p=0).size(n, axis)


def _no_stride(window: Window, n: int, axis: int) -> int:
    return window._replace(s=1 if window.filters else window.s).size(n, axis)


def _no_dilation(window: Window, n: int, axis: int) -> int:
    return window._replace(d=1).size(n, axis)


def _no_pooling(window: Window, n: int, axis: int) -> int:
    return window.size(n, axis) if window.filters else n


def _slide(windows: Sequence[Window], size: tuple[int, int], rule: Rule) -> list[int]:
    """Return height and width after all layers, by a right or a wrong rule."""
    ends = []
    for axis, n in enumerate(size):
        end = n
        for window in windows:
            end = rule(window, end, axis)
        ends.append(end)
    return ends


def _candidates(
    windows: Sequence[Window], inputs: tuple[int, ...], answer: tuple[int, ...]
) -> list[Wrong[tuple[int, ...]]]:
    batch, channels, *size = inputs
    _, filters, *sizes = answer
    height, width = size
    rules: dict[str, Rule] = {
        "pad-counted-once": _pad_once,
        "ceil-output-size": _ceil,
        "dilation-ignored": _no_dilation,
        "pooling-skipped": _no_pooling,
        "stride-ignored": _no_stride,
        "padding-ignored": _no_padding,
    }
    pools = math.prod(window.s for window in windows if not window.filters)
    pairs = channels * math.prod(window.filters for window in windows if window.filters)
    found: dict[str, tuple[int, ...]] = {
        "map-per-channel-pair": (batch, pairs, *sizes),
        **{
            name: (batch, filters, *_slide(windows, (height, width), rule))
            for name, rule in rules.items()
        },
        "filters-keep-channels": (batch, channels, *sizes),
        "pools-over-channels": (batch, filters // pools, *sizes),
        "nhwc-order": (batch, *sizes, filters),
        "hw-swap": (batch, filters, *reversed(sizes)),
        "batch-axis-dropped": (filters, *sizes),
    }
    return [
        wrong(name, value, f"{value} comes from {EXPLANATIONS[name]}")
        for name, value in found.items()
    ]


def _working(windows: Sequence[Window], inputs: tuple[int, ...]) -> str:
    batch, channels, rows, columns = inputs
    lines = [f"start: {inputs}"]
    for window in windows:
        high, wide = window.formula(rows, 0), window.formula(columns, 1)
        sizes = f"H: {high}; W: {wide}" if high != wide else f"H and W: {high}"
        rows, columns = window.size(rows, 0), window.size(columns, 1)
        channels = window.filters or channels
        kept = (
            f"{channels} filters, C = {channels}"
            if window.filters
            else f"C stays {channels}"
        )
        name = "conv" if window.filters else "max pool"
        lines.append(f"{name}: {sizes}; {kept}: {(batch, channels, rows, columns)}")
    return "\n".join(lines)


GENERATOR = Generator(
    id="network-shapes",
    title="The shape after a few layers",
    topic="output-shape",
    version=1,
    make=make,
)
