"""The generator network-parameters: how many numbers a small network trains."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

from cnnquiz import engine
from cnnquiz.questions.generators.framework import (
    SECONDS,
    Generator,
    redraw_unless,
    usable,
    wrong,
)
from cnnquiz.questions.generators.stacks import numbered
from cnnquiz.questions.items import Item, Level, NumberItem, Wrong

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

    Layer = dict[str, Any]


class Network(NamedTuple):
    """Layers as `engine.count_parameters` takes them, and the shape they start from."""

    layers: list[Layer]
    input_shape: tuple[int, int, int]

    def rows(self) -> list[dict[str, Any]]:
        """Return what the engine says about each layer."""
        rows, _ = engine.count_parameters(self.layers, self.input_shape)
        return rows

    def total(self) -> int:
        """Return what is asked."""
        return sum(row["parameters"] for row in self.rows())

    def inputs(self) -> list[tuple[int, ...]]:
        """Return the shape that each layer gets."""
        outputs = [row["output_shape"] for row in self.rows()]
        return [self.input_shape, *outputs[:-1]]

    def of_type(self, type_: str) -> list[tuple[Layer, tuple[int, ...]]]:
        """Return the layers of one type, each with the shape that it gets."""
        pairs = zip(self.layers, self.inputs(), strict=True)
        return [(layer, shape) for layer, shape in pairs if layer["type"] == type_]


def make(rng: random.Random, level: Level) -> Item:
    """Draw a small network; at the hard level with batch normalization."""
    network = _draw(rng, level)
    answer = network.total()
    redraw_unless(level != "easy" or answer < 10_000)
    targets = {"pooling-skipped", "input-channels-ignored"}
    if level == "hard":
        targets.add("running-statistics-trainable")
    biases = (
        "The convolutions have no biases, the linear layers have."
        if level == "hard"
        else "Convolutions and linear layers have biases."
    )
    c, h, w = network.input_shape
    *inner, last = map(_named, network.layers)
    listed = numbered([*inner, last.removesuffix(", ReLU")])
    return NumberItem(
        id="network-parameters",
        topic="cost",
        level=level,
        seconds=2 * SECONDS[level],
        stem=(
            f"A network for images of {h}×{w} with {c} channel{'s' * (c > 1)} has "
            f"these layers. How many trainable parameters are there in all? {biases} "
            f"Convolutions have stride 1.\n\n{listed}"
        ),
        answer=answer,
        wrong=usable(answer, _candidates(network, answer), targets),
        working=_working(network, answer),
        source="Dive into Deep Learning, §7.6",
        parameters={
            "input_shape": list(network.input_shape),
            "layers": network.layers,
        },
    )


def _draw(rng: random.Random, level: Level) -> Network:
    pool = {"type": "pool", "kernel_size": 2, "stride": 2}
    classes = {
        "type": "linear",
        "out_features": rng.choice((2, 4, 5, 10)),
        "bias": True,
    }
    if level == "easy":
        side = rng.choice((8, 10, 12))
        conv = _conv(rng.choice((2, 4, 6, 8)), rng.choice((3, 5)), padding=0)
        channels = rng.choice((2, 3, 4))
        return _fitting(
            [conv, pool, {"type": "flatten"}, classes], (channels, side, side)
        )
    side = rng.choice((16, 20, 24, 28, 32))
    channels = rng.choice((1, 3))
    kernel, padding = rng.choice(((3, 0), (3, 1), (5, 0), (5, 2)))
    bias = level == "medium"
    first = _conv(rng.choice((4, 6, 8)), kernel, padding, bias=bias)
    second = _conv(rng.choice((10, 12, 16)), kernel, padding, bias=bias)
    if level == "medium":
        layers = [first, pool, second, pool, {"type": "flatten"}, classes]
    else:
        hidden = {
            "type": "linear",
            "out_features": rng.choice((16, 20, 32)),
            "bias": True,
        }
        norm: Layer = {"type": "batch_norm"}
        tail: list[Layer] = [{"type": "flatten"}, hidden, classes]
        layers = [first, norm, pool, second, norm, pool, *tail]
    return _fitting(layers, (channels, side, side))


def _conv(filters: int, side: int, padding: int, *, bias: bool = True) -> Layer:
    return {
        "type": "conv",
        "out_channels": filters,
        "kernel_size": side,
        "padding": padding,
        "bias": bias,
    }


def _fitting(layers: list[Layer], input_shape: tuple[int, int, int]) -> Network:
    """Return the network if its poolings leave no row over."""
    network = Network(layers, input_shape)
    pooled = network.of_type("pool")
    redraw_unless(all(shape[1] % layer["stride"] == 0 for layer, shape in pooled))
    return network


def _named(layer: Layer) -> str:
    match layer["type"]:
        case "conv":
            k, padding = layer["kernel_size"], layer["padding"]
            after = f", padding {padding}" if padding else ""
            # Where normalization follows, ReLU comes after it.
            relu = ", ReLU" if layer["bias"] else ""
            return f"conv {k}×{k}, {layer['out_channels']} filters{after}{relu}"
        case "pool":
            return f"max pool 2×2, stride {layer['stride']}"
        case "linear":
            return f"linear, {layer['out_features']} outputs, ReLU"
        case "batch_norm":
            return "batch normalization, ReLU"
    return "flatten"


def _changed(network: Network, type_: str, **changes: Any) -> Network:
    layers = [
        {**layer, **changes} if layer["type"] == type_ else layer
        for layer in network.layers
    ]
    return network._replace(layers=layers)


def _candidates(network: Network, answer: int) -> list[Wrong[int]]:
    kept = [layer for layer in network.layers if layer["type"] != "pool"]
    skipped = sum(
        layer["out_channels"] * (shape[0] - 1) * layer["kernel_size"] ** 2
        for layer, shape in network.of_type("conv")
    )
    pooled = network.of_type("pool")
    pool_weights = sum(shape[0] * layer["kernel_size"] ** 2 for layer, shape in pooled)
    normalized = sum(2 * shape[0] for _, shape in network.of_type("batch_norm"))
    plain = _changed(_changed(network, "conv", bias=False), "linear", bias=False)
    (_, before_flatten) = network.of_type("flatten")[0]
    first_linear = network.of_type("linear")[0][0]
    lost = math.prod(before_flatten) - before_flatten[0]
    found = [
        (
            "pooling-skipped",
            network._replace(layers=kept).total(),
            "leaving out the pooling, so that flatten hands too many values on.",
        ),
        (
            "input-channels-ignored",
            answer - skipped,
            "giving each filter one channel; it spans all that come in.",
        ),
        (
            "running-statistics-trainable",
            answer + normalized,
            "counting 4 numbers a channel for batch normalization; γ and β are "
            "trained, the running mean and variance are not.",
        ),
        (
            "pooling-has-weights",
            answer + pool_weights,
            "giving the pooling windows weights; there is nothing to learn in them.",
        ),
        ("bias-miscounted", plain.total(), "leaving out the biases."),
        (
            "padding-ignored",
            _changed(network, "conv", padding=0).total(),
            "leaving out the padding, so that flatten hands too few values on.",
        ),
        (
            "flatten-drops-places",
            answer - lost * first_linear["out_features"],
            "letting flatten hand on one value a map; it hands on every cell.",
        ),
    ]
    return [
        wrong(name, value, f"{value:,} comes from {text}")
        for name, value, text in found
        if value > 0
    ]


def _working(network: Network, answer: int) -> str:
    steps = zip(network.layers, network.inputs(), network.rows(), strict=True)
    lines, counts = [], []
    for layer, shape, row in steps:
        if row["parameters"]:
            counts.append(f"{row['parameters']:,}")
        lines.append(_step(layer, shape, row))
    lines.append(f"together: {' + '.join(counts)} = {answer:,}")
    return "\n".join(lines)


def _step(layer: Layer, shape: Sequence[int], row: dict[str, Any]) -> str:
    """Return one line: what a layer has, and what it hands on."""
    count, after = row["parameters"], "×".join(map(str, row["output_shape"]))
    plus = " + 1" if layer.get("bias") else ""
    match layer["type"]:
        case "conv":
            filters, k = layer["out_channels"], layer["kernel_size"]
            weights = f"{shape[0]}·{k}·{k}{plus}"
            weights = f"({weights})" if plus else weights
            return f"conv: {filters}·{weights} = {count:,} parameters; maps {after}"
        case "linear":
            outputs = layer["out_features"]
            return f"linear: {outputs}·({shape[0]}{plus}) = {count:,} parameters"
        case "batch_norm":
            return f"batch normalization: γ and β, 2·{shape[0]} = {count}"
        case "flatten":
            return (
                f"flatten: no parameters; {'·'.join(map(str, shape))} = {after} values"
            )
    return f"max pool: no parameters; maps {after}"


GENERATOR = Generator(
    id="network-parameters",
    title="Parameters of a small network",
    topic="cost",
    version=1,
    make=make,
)
