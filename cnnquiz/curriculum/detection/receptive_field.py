"""receptive_field: what it is tried on."""

from __future__ import annotations

import numpy as np

from cnnquiz import engine
from cnnquiz.curriculum.detection.receptive_field_mistakes import (
    MISCONCEPTIONS,
    Layer,
)
from cnnquiz.curriculum.draw import Draw
from cnnquiz.curriculum.exercise import (
    Arguments,
    Case,
    Exercise,
    Law,
    Trial,
)

KERNELS = np.array([1, 2, 3, 5, 4, 7, 3])
STRIDES = np.array([1, 2, 3, 2, 4])
DILATIONS = np.array([1, 2, 3, 1])


def draw(d: Draw) -> Arguments:
    """Draw layers, and now and then none."""
    count = d.choose("layers", 1, 2, 3, 4, 5, 3, 4, 0, 0)
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
