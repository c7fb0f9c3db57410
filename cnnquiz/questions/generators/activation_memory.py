"""The generator activation-memory: how much memory activations take."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from cnnquiz.questions.answers import say_number
from cnnquiz.questions.generators.framework import (
    SECONDS,
    Generator,
    redraw_unless,
    usable,
    wrong,
)
from cnnquiz.questions.generators.stacks import Window, numbered, shapes
from cnnquiz.questions.items import Item, Level, Number, NumberItem, Wrong

if TYPE_CHECKING:
    import random
    from collections.abc import Iterable

SOURCE = "CS231n notes 2024, Convolutional Networks, Computational Considerations"
MIB = 2**20
# More than a thousandth, so that no two values are marked alike.
APART = 0.005


class Maps(NamedTuple):
    """Batches of maps, (C, H, W) for each image, and how they are stored."""

    batch: int
    shapes: tuple[tuple[int, ...], ...]
    dtype: str

    @property
    def bytes_each(self) -> int:
        """The number of bytes a value takes."""
        return np.dtype(self.dtype).itemsize

    @property
    def values(self) -> int:
        """The number of values in all."""
        return self.batch * sum(map(math.prod, self.shapes))

    def mebibytes(self) -> Number:
        """Return what is asked."""
        return plain(self.values * self.bytes_each / MIB)


def plain(value: float) -> Number:
    """Return a whole number as int, which is marked exactly."""
    return int(value) if value.is_integer() else value


def make(rng: random.Random, level: Level) -> Item:
    """Ask for one array of maps, or for all that a small network keeps."""
    return _network(rng) if level == "hard" else _array(rng, level)


def _array(rng: random.Random, level: Level) -> Item:
    if level == "easy":
        batch, side = rng.choice((2, 4, 8, 16)), rng.choice((16, 32, 64, 128))
        channels = rng.choice((8, 16, 24, 32, 48, 64))
        dtype = "float32"
    else:
        batch, side = rng.choice((2, 4, 8, 16, 32, 64)), rng.choice((14, 28, 56, 112))
        channels = rng.choice((32, 64, 96, 128, 256))
        dtype = rng.choice(("float16", "int8", "float32"))
    maps = Maps(batch, ((channels, side, side),), dtype)
    answer = maps.mebibytes()
    redraw_unless(0.5 <= answer <= 512)
    return _item(
        level,
        maps,
        stem=(
            f"A layer's output has the shape ({batch}, {channels}, {side}, {side}) in "
            f"NCHW order and is stored as {dtype}. How many MiB of memory does it "
            "take? One MiB is 2²⁰ bytes."
        ),
        candidates=_candidates(maps),
        targets={"mb-for-mib", "batch-ignored"},
        working=_working(maps),
        parameters={
            "batch_size": batch,
            "output_shape": [channels, side, side],
            "dtype": dtype,
        },
    )


def _network(rng: random.Random) -> Item:
    """Ask for the outputs of a convolution, of ReLU and of the pooling after it."""
    batch, dtype = rng.choice((4, 8, 16, 32)), rng.choice(("float32", "float16"))
    channels, side = rng.choice((3, 16, 32)), rng.choice((32, 48, 64, 96, 112))
    k = rng.choice((3, 5, 7))
    conv = Window(
        (k, k), rng.choice((1, 2)), rng.choice((0, k // 2)), 1, rng.choice((32, 48, 64))
    )
    pool = Window((2, 2), 2)
    layers = [conv.as_layer(), {"type": "relu"}, pool.as_layer()]
    inputs = (channels, side, side)
    outputs = shapes(layers, inputs)
    # Rounding would make two questions of one.
    redraw_unless(conv.room(side, 0) % conv.s == 0, outputs[0][1] % 2 == 0)
    maps = Maps(batch, tuple(outputs), dtype)
    kept_weights = maps.bytes_each * conv.filters * (channels * k * k + 1)
    extra = [
        (
            "last-output-only",
            Maps(batch, maps.shapes[-1:], dtype).mebibytes(),
            "counting the last output alone; all three are kept.",
        ),
        (
            "weights-among-activations",
            plain(maps.mebibytes() + kept_weights / MIB),
            "adding the weights; only the outputs are asked for.",
        ),
    ]
    texts = (f"{conv}{'' if conv.s > 1 else ', stride 1'}", "ReLU", pool)
    return _item(
        "hard",
        maps,
        stem=(
            f"A batch of {batch} images of {side}×{side} with {channels} channels, "
            f"stored as {dtype}, goes through these layers. The output of each of the "
            "three is kept for the backward pass, in an array of its own. How many MiB "
            f"do the three take? One MiB is 2²⁰ bytes.\n\n{numbered(texts)}"
        ),
        candidates=[*_candidates(maps), *(_wrong(*one) for one in extra)],
        targets={"mb-for-mib", "batch-ignored", "last-output-only"},
        working=f"Size after the convolution: {conv.formula(side, 0)}.\n"
        + _working(maps),
        parameters={
            "batch_size": batch,
            "input_shape": list(inputs),
            "layers": layers,
            "dtype": dtype,
        },
    )


def _item(
    level: Level,
    maps: Maps,
    *,
    stem: str,
    candidates: Iterable[Wrong[Number]],
    targets: set[str],
    working: str,
    parameters: dict[str, object],
) -> Item:
    answer = maps.mebibytes()
    return NumberItem(
        id="activation-memory",
        topic="cost",
        level=level,
        seconds=2 * SECONDS[level],
        stem=stem,
        answer=answer,
        unit="MiB",
        wrong=usable(
            answer,
            candidates,
            targets,
            differ=lambda one, other: abs(one - other) > APART * max(one, other),
        ),
        working=working,
        source=SOURCE,
        parameters=parameters,
    )


def _candidates(maps: Maps) -> list[Wrong[Number]]:
    size = maps.bytes_each
    # What somebody would take who does not look at the dtype.
    assumed = 1 if size == 4 else 4
    found = [
        (
            "mb-for-mib",
            plain(maps.values * size / 10**6),
            "dividing by 10⁶, which gives MB; a MiB has 2²⁰ bytes.",
        ),
        (
            "batch-ignored",
            maps._replace(batch=1).mebibytes(),
            f"counting one image; the batch has {maps.batch}.",
        ),
        (
            "bits-for-bytes",
            plain(8 * maps.values * size / MIB),
            f"counting bits; {maps.dtype} takes {_bytes(size)}.",
        ),
        (
            "bytes-per-value",
            plain(maps.values * assumed / MIB),
            f"taking {_bytes(assumed)} a value; {maps.dtype} takes {size}.",
        ),
        (
            "one-axis-only",
            plain(maps.batch * sum(c * h for c, h, _ in maps.shapes) * size / MIB),
            "counting along one axis; a map has height and width.",
        ),
    ]
    return [_wrong(*one) for one in found if one[1] >= 0.01]


def _wrong(misconception: str, value: Number, text: str) -> Wrong[Number]:
    return wrong(misconception, value, f"{say_number(value)} comes from {text}")


def _bytes(count: int) -> str:
    return "1 byte" if count == 1 else f"{count} bytes"


def _working(maps: Maps) -> str:
    terms = [
        f"{maps.batch}·{c}·{h}·{w} = {maps.batch * c * h * w:,}"
        for c, h, w in maps.shapes
    ]
    size, total = maps.bytes_each, maps.values * maps.bytes_each
    lines = [f"{term} values" for term in terms]
    if len(terms) > 1:
        lines.append(f"together {maps.values:,} values")
    lines.append(
        f"{maps.dtype} takes {_bytes(size)}: {maps.values:,}·{size} = {total:,} bytes"
    )
    lines.append(f"{total:,}/2²⁰ = {maps.mebibytes():.6g} MiB")
    return "\n".join(lines)


GENERATOR = Generator(
    id="activation-memory",
    title="Memory of activations",
    topic="cost",
    version=1,
    make=make,
)
