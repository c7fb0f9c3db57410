"""What people make of receptive_field."""

from __future__ import annotations

import math
from collections.abc import Sequence

from cnnquiz import engine
from cnnquiz.curriculum.exercise import Misconception

Layer = tuple[int, int, int]
Layers = Sequence[Layer]


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
