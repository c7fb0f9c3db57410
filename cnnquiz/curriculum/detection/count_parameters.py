"""count_parameters: what it is tried on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cnnquiz import engine
from cnnquiz.curriculum.detection.count_parameters_mistakes import MISCONCEPTIONS
from cnnquiz.curriculum.draw import Draw
from cnnquiz.curriculum.exercise import Arguments, Case, Exercise, Law, Trial

Layer = dict[str, Any]

RELU: Layer = {"type": "relu"}
BATCH_NORM: Layer = {"type": "batch_norm"}
FLATTEN: Layer = {"type": "flatten"}


def conv(out_channels: int, kernel_size: int, **more: Any) -> Layer:
    """Describe a convolution."""
    return {
        "type": "conv",
        "out_channels": out_channels,
        "kernel_size": kernel_size,
        **more,
    }


def pool(kernel_size: int, **more: Any) -> Layer:
    """Describe a pooling."""
    return {"type": "pool", "kernel_size": kernel_size, **more}


def linear(out_features: int, **more: Any) -> Layer:
    """Describe a fully connected layer."""
    return {"type": "linear", "out_features": out_features, **more}


def draw(d: Draw) -> Arguments:
    """Draw a few blocks of layers on a small image, with a head or without."""
    blocks = d.integer("blocks", 0, 2)
    tails: tuple[list[Layer], ...] = (
        [],
        [FLATTEN],
        [FLATTEN, linear(3)],
        [FLATTEN, linear(4), RELU, linear(2, bias=False)],
        [FLATTEN, linear(3, bias=False), BATCH_NORM],
    )
    tail = d.choose("tail", *(tails if blocks else tails[1:]))
    shape = (d.integer("C", 1, 4), d.integer("H", 3, 9), d.integer("W", 3, 8))
    layers: list[Layer] = []
    for block in range(blocks):
        layers.append(draw_conv(d, block, output_shape(layers, shape)))
        layers += d.choose(
            f"after {block}", [], [RELU], [BATCH_NORM], [BATCH_NORM, RELU]
        )
        layers += draw_pool(d, block, output_shape(layers, shape))
    layers += tail
    return {"layers": [dict(layer) for layer in layers], "input_shape": shape}


def output_shape(layers: list[Layer], shape: tuple[int, ...]) -> Any:
    """Return the shape behind layers, if there are any."""
    rows, _ = engine.count_parameters(layers, shape)
    return rows[-1]["output_shape"] if rows else shape


DEFAULTS: Mapping[str, Any] = {"groups": 1, "stride": 1, "padding": 0, "bias": True}


def draw_conv(d: Draw, block: int, shape: tuple[int, ...]) -> Layer:
    """Draw a convolution that fits a shape; what is as usual is mostly left out."""
    c, h, w = shape
    drawn: dict[str, Any] = {
        "groups": d.choose(f"groups {block}", 1, 1, c),
        "stride": d.choose(f"stride {block}", 1, 1, 2, 3),
        "padding": d.choose(f"padding {block}", 0, 1, 2),
        "bias": d.choose(f"bias {block}", True, True, False),
    }
    in_full = d.choose(f"in full {block}", False, False, True)
    said = {k: v for k, v in drawn.items() if in_full or v != DEFAULTS[k]}
    widest = min(h, w) + 2 * drawn["padding"]
    kernel_size = min(d.choose(f"kernel {block}", 1, 2, 3), widest)
    out_channels = d.integer(f"channels {block}", 1, 5) * drawn["groups"]
    return conv(out_channels, kernel_size, **said)


def draw_pool(d: Draw, block: int, shape: tuple[int, ...]) -> list[Layer]:
    """Draw a pooling that fits a shape, or none."""
    options: tuple[list[Layer], ...] = (
        [],
        [pool(2)],
        [pool(3, stride=2)],
        [pool(2, stride=1)],
        [pool(3)],
        [pool(2)],
    )
    chosen = d.choose(f"pool {block}", *options)
    fits = all(layer["kernel_size"] <= min(shape[1:]) for layer in chosen)
    return chosen if fits else []


def case(why: str, shape: tuple[int, int, int], *layers: Layer) -> Case:
    """Pin a case: a list of dicts, which stays one."""
    copies = [dict(layer) for layer in layers]
    return Case({"layers": copies, "input_shape": shape}, why)


PINNED = (
    case("the worked example", (1, 8, 8), conv(4, 3), pool(2), FLATTEN, linear(2)),
    case("three channels in, two out", (3, 5, 4), conv(2, 3)),
    case("padding that keeps the size", (2, 5, 4), conv(3, 3, padding=1)),
    case("a stride that does not divide", (1, 8, 7), conv(2, 3, stride=2, padding=1)),
    case("no bias", (2, 4, 4), conv(3, 2, bias=False), BATCH_NORM),
    case("batch_norm and relu", (2, 4, 3), conv(3, 1), BATCH_NORM, RELU),
    case("depthwise and pointwise", (4, 5, 5), conv(4, 3, groups=4), conv(6, 1)),
    case("two groups", (4, 3, 3), conv(6, 3, groups=2)),
    case("pooling with a stride, and without", (2, 9, 8), pool(3, stride=2), pool(2)),
    case("two linear layers", (1, 2, 3), FLATTEN, linear(4), linear(2, bias=False)),
    case("batch_norm after flatten", (2, 1, 3), FLATTEN, BATCH_NORM, RELU),
    case(
        "LeNet-5, more or less",
        (1, 12, 12),
        *(conv(6, 5, padding=2), RELU, pool(2)),
        *(conv(8, 5), RELU, FLATTEN, linear(10)),
    ),
)


def _plain(rows: Any) -> list[tuple[Any, ...]]:
    """Return rows of numbers, whatever types they have."""
    return [
        (
            *(int(n) for n in row["output_shape"]),
            int(row["parameters"]),
            int(row["macs"]),
        )
        for row in rows
    ]


def totals_are_sums(trial: Trial) -> str | None:
    """Add the rows up."""
    rows, totals = trial.result
    for key in ("parameters", "macs"):
        right = sum(row[key] for row in rows)
        if totals[key] != right:
            return f"the rows sum to {right} {key}, and totals says {totals[key]}"
    return None


def relu_in_front_changes_nothing(trial: Trial) -> str | None:
    """Put a ReLU in front: the other rows stay."""
    rows, _ = trial.call(layers=[dict(RELU), *trial.arguments["layers"]])
    same = _plain(rows[1:]) == _plain(trial.result[0])
    return None if same else "a relu in front changes the rows of other layers"


def does_not_look_ahead(trial: Trial) -> str | None:
    """Leave the last layer out: the rows before it stay."""
    rows, _ = trial.call(layers=trial.arguments["layers"][:-1])
    same = _plain(rows) == _plain(trial.result[0][:-1])
    return None if same else "without the last layer the rows before it are others"


EXERCISE = Exercise(
    slug="count_parameters",
    reference=engine.count_parameters,
    draw=draw,
    pinned=PINNED,
    rounding=lambda layers, input_shape: (0.0, {"parameters": 0.0, "macs": 0.0}),
    dtype="free",
    parts=("rows", "totals"),
    laws=(
        Law("totals", "adds up its rows", totals_are_sums),
        Law("relu", "is not moved by a relu in front", relu_in_front_changes_nothing),
        Law(
            "no_look_ahead",
            "counts each layer by what comes before",
            does_not_look_ahead,
        ),
    ),
    misconceptions=MISCONCEPTIONS,
    workload=None,
    hints=(
        "What must be known of the layers before to count a layer? Carry it along.",
        "Carry the shape. One filter of a convolution has (C_in / groups)·k² weights; there "
        "are out_channels of them, and each weight is used at every place of the output.",
        "shape = (C_out, ⌊(H + 2p − k)/s⌋ + 1, the same of W); weights = C_out·(C_in // g)·k²; "
        "parameters = weights + C_out if bias; macs = weights·H_out·W_out. Flatten makes "
        "(C·H·W,), and linear has in·out weights.",
    ),
    follow_ups=(
        "Which layers of VGG-16 hold most parameters, and which do most of the work?",
        "What does a depthwise separable convolution save, for k = 3 and many channels?",
        "Why do MACs alone predict the running time badly?",
    ),
    topics=("cost", "output-shape"),
)
