"""receptive_field: what it is tried on, and what people make of it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from cnnquiz import engine
from cnnquiz.curriculum.draw import Draw
from cnnquiz.curriculum.exercise import (
    Arguments,
    Case,
    Exercise,
    Law,
    Misconception,
    Trial,
)

Layer = tuple[int, int, int]
Layers = Sequence[Layer]

KERNELS = np.array([1, 2, 3, 5, 4, 7, 3])
STRIDES = np.array([1, 2, 3, 2, 4])
DILATIONS = np.array([1, 2, 3, 1])


def draw(d: Draw) -> Arguments:
    """Draw layers, seldom none."""
    count = d.choose("layers", 1, 2, 3, 4, 5, 3, 4, 2, 3, 0)
    columns = [
        d.array(name, (count,), table, np.int64).tolist()
        for name, table in (
            ("kernels", KERNELS),
            ("strides", STRIDES),
            ("dilations", DILATIONS),
        )
    ]
    return {"layers": list(zip(*columns, strict=True))}


def case(why: str, *layers: Layer) -> Case:
    """Pin a case: a list of tuples, which stays one."""
    return Case({"layers": list(layers)}, why)


CONV, POOL = (3, 1, 1), (2, 2, 1)
PINNED = (
    case("the worked example", CONV, POOL, CONV),
    case("one convolution", (5, 1, 1)),
    case("two of 3 see what one of 5 sees", CONV, CONV),
    case("dilation", (3, 1, 2), (3, 1, 4)),
    case("a stride at the end", CONV, (3, 2, 1)),
    case("a stride at the beginning", (3, 2, 1), CONV),
    case("two strides", POOL, (3, 3, 1), CONV),
    case("strides and dilation", (3, 2, 2), (2, 3, 3), (3, 1, 2)),
    case("a 1x1 convolution with stride", (1, 2, 1), CONV),
    case("twice conv, conv, pool, and conv", *(CONV, CONV, POOL) * 2, CONV),
    case("how ResNet begins", (7, 2, 1), (3, 2, 1), CONV, CONV),
    case("no layers"),
)


def last_stride_does_not_matter(trial: Trial) -> str | None:
    """Double the stride of the last layer: nothing comes after it."""
    layers = trial.arguments["layers"]
    if not layers:
        return None
    *before, (kernel_size, stride, dilation) = layers
    other = trial.call(layers=[*before, (kernel_size, 2 * stride, dilation)])
    if other == trial.result:
        return None
    return f"another stride of the last layer gives {other} after {trial.result}"


def splits_into_small_kernels(trial: Trial) -> str | None:
    """Replace a kernel of k by k − 1 kernels of 2, and one of 1 that has the stride."""
    small = [
        piece
        for kernel_size, stride, dilation in trial.arguments["layers"]
        for piece in (*[(2, 1, dilation)] * (kernel_size - 1), (1, stride, 1))
    ]
    other = trial.call(layers=small)
    if other == trial.result:
        return None
    return f"k − 1 kernels of 2 in place of each kernel of k see {other}"


def _reach(layer: Layer) -> int:
    """Return what a layer adds in steps of its input."""
    return (layer[0] - 1) * layer[2]


def _span(layer: Layer) -> int:
    return _reach(layer) + 1


def ignores_stride(layers: Layers) -> int:
    """Add up reaches as if all strides were 1."""
    return 1 + sum(map(_reach, layers))


def jump_before(layers: Layers) -> int:
    """Let a stride spread its own kernel."""
    field = step = 1
    for layer in layers:
        step *= layer[1]
        field += _reach(layer) * step
    return field


def previous_stride_only(layers: Layers) -> int:
    """Spread each kernel by the stride before it alone."""
    field = step = 1
    for layer in layers:
        field += _reach(layer) * step
        step = layer[1]
    return field


def strides_added(layers: Layers) -> int:
    """Add strides up where they multiply."""
    field, step = 1, 0
    for layer in layers:
        field += _reach(layer) * max(step, 1)
        step += layer[1]
    return field


def scales_field(layers: Layers) -> int:
    """Multiply the field by each stride, on the way to the output."""
    field = 1
    for layer in layers:
        field = field * layer[1] + _reach(layer)
    return field


def scales_widened_field(layers: Layers) -> int:
    """Multiply the field by each stride, after it was widened."""
    field = 1
    for layer in layers:
        field = (field + _reach(layer)) * layer[1]
    return field


def minus_one_forgotten(layers: Layers) -> int:
    """Go back from the output, with r·s where (r − 1)·s + 1 is right."""
    field = 1
    for layer in reversed(layers):
        field = field * layer[1] + _reach(layer)
    return field


def reversed_order(layers: Layers) -> int:
    """Use the way back on the way forward."""
    field = 1
    for layer in layers:
        field = (field - 1) * layer[1] + _span(layer)
    return field


def dilation_in_step(layers: Layers) -> int:
    """Let dilation spread the layers after it."""
    field = step = 1
    for kernel_size, stride, dilation in layers:
        field += (kernel_size - 1) * dilation * step
        step *= stride * dilation
    return field


def _undilated(layers: Layers) -> list[Layer]:
    return [(k, s, 1) for k, s, _ in layers]


def dilation_times_k(layers: Layers) -> int:
    """Let a kernel reach over k·d cells."""
    return engine.receptive_field([(k * d, s, 1) for k, s, d in layers])


def fails_on_none(layers: Layers) -> int:
    """Begin with the first layer, without looking whether there is one."""
    return _span(layers[0]) + engine.receptive_field(layers) - _span(layers[0])


MISCONCEPTIONS = (
    Misconception(
        "ignores-stride",
        "the strides are left out",
        "After a stride of s, two neighbours lie s input cells apart, and so a later "
        "kernel sees s times as far.",
        ignores_stride,
        variants=(lambda layers: ignores_stride(_undilated(layers)),),
    ),
    Misconception(
        "jump-before",
        "a stride widens its own layer's field",
        "A kernel lies on its own input: only strides before it count. Multiply the step "
        "after the field was widened.",
        jump_before,
    ),
    Misconception(
        "previous-stride-only",
        "only the stride just before a layer counts",
        "Strides multiply: after 2 and 3, two neighbours lie 6 input cells apart.",
        previous_stride_only,
        variants=(strides_added,),
    ),
    Misconception(
        "multiplies-r",
        "the field is multiplied by the stride",
        "A stride spreads what comes later. It multiplies the step between cells, not what "
        "one cell sees already.",
        scales_field,
        variants=(scales_widened_field, minus_one_forgotten),
    ),
    Misconception(
        "reversed-order",
        "the layers are taken from the wrong end",
        "r = (r − 1)·stride + span goes from the output back to the input. Forward, widen "
        "by the reach times the product of the strides so far.",
        reversed_order,
        variants=(lambda layers: engine.receptive_field(layers[::-1]),),
    ),
    Misconception(
        "sums-kernels",
        "it adds up the kernels",
        "Each kernel has one cell in the field already: it adds kernel_size − 1 gaps, times "
        "the step.",
        lambda layers: sum(map(_span, layers)),
        variants=(lambda layers: sum(k for k, _, _ in layers),),
    ),
    Misconception(
        "multiplies-kernels",
        "it multiplies the kernels",
        "The windows of neighbours overlap, so fields add up: two of 3 see 5 cells, not 9.",
        lambda layers: math.prod(map(_span, layers)),
        variants=(lambda layers: math.prod(k for k, _, _ in layers),),
    ),
    Misconception(
        "last-kernel-only",
        "only the last layer counts",
        "The cells that the last kernel sees have receptive fields of their own.",
        lambda layers: engine.receptive_field(layers[-1:]),
    ),
    Misconception(
        "dilation-ignored",
        "the dilation is left out",
        "k taps that lie d apart reach over d·(k − 1) + 1 cells.",
        lambda layers: engine.receptive_field(_undilated(layers)),
    ),
    Misconception(
        "dilation-times-k",
        "the kernel is taken to reach over dilation·k cells",
        "k taps have k − 1 gaps between them: dilation·(k − 1) + 1 cells.",
        dilation_times_k,
    ),
    Misconception(
        "dilation-in-step",
        "the dilation spreads the layers after it",
        "A dilated layer still puts out a cell for each place: only strides thin them out.",
        dilation_in_step,
    ),
    Misconception(
        "gaps-for-cells",
        "the first cell is not counted",
        "The sum counts gaps. From the first cell to the last there is one cell more.",
        lambda layers: engine.receptive_field(layers) - 1,
    ),
    Misconception(
        "no-layers-fails",
        "it fails without layers",
        "Begin with a field of 1, a cell that sees itself, and widen it layer by layer.",
        fails_on_none,
    ),
    Misconception(
        "float-result",
        "the field comes back as a float",
        "A number of cells is an int. np.prod of nothing is the float 1.0; math.prod gives "
        "ints.",
        lambda layers: float(engine.receptive_field(layers)),
    ),
)


EXERCISE = Exercise(
    slug="receptive_field",
    reference=engine.receptive_field,
    draw=draw,
    pinned=PINNED,
    rounding=lambda layers: 0.0,
    dtype="free",
    laws=(
        Law(
            "last_stride",
            "does not care for the last stride",
            last_stride_does_not_matter,
        ),
        Law(
            "splits",
            "sees with one kernel what small ones see",
            splits_into_small_kernels,
        ),
    ),
    misconceptions=MISCONCEPTIONS,
    workload=None,
    hints=(
        "How many cells of its own input does a layer see, and how far apart do these lie "
        "in the input of the network?",
        "A kernel of k taps has k − 1 gaps, each of `dilation` steps. A step is as many "
        "input cells as the strides before the layer multiply to.",
        "field = step = 1; for each layer: field += (kernel_size − 1)·dilation·step, then "
        "step *= stride.",
    ),
    follow_ups=(
        "Why is the effective receptive field smaller than this number?",
        "Which is the cheapest way to double the field of the last layer?",
        "Two layers with dilation 2 follow one another: which input cells are never seen?",
    ),
    topics=("receptive-field", "kernel-variants"),
)
