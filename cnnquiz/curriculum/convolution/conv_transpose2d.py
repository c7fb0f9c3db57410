"""conv_transpose2d: what it is tried on, and the laws that it keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from cnnquiz import engine
from cnnquiz.curriculum.convolution.conv2d import ramp
from cnnquiz.curriculum.convolution.conv_transpose2d_mistakes import MISCONCEPTIONS
from cnnquiz.curriculum.exercise import (
    Arguments,
    Exercise,
    Law,
    Trial,
    Workload,
    by_terms,
    pinned,
)

if TYPE_CHECKING:
    from cnnquiz.curriculum.draw import Draw


KERNELS = (1, 2, 3, 4, 2, 3, 4)
"""Few of 1, since with one of those no padding is smaller than the kernel."""


def draw(d: Draw) -> Arguments:
    """Draw odd geometry: H ≠ W, kH ≠ kW, overlaps and gaps, crops that leave a cell.

    Both paddings lean towards their largest: only together do they show that
    output_padding brings back what padding has cropped.
    """
    stride = d.choose("stride", 1, 2, 3, 2)
    k_h, k_w = d.choose("kH", *KERNELS), d.choose("kW", *KERNELS)
    most = min(k_h, k_w, 3) - 1
    padding = d.choose("padding", *range(most + 1), most)
    output_padding = d.choose("output_padding", *range(stride), stride - 1)
    n, c_in, c_out = (
        d.integer("N", 1, 2),
        d.integer("C_in", 1, 3),
        d.integer("C_out", 1, 3),
    )
    height = d.integer("H", least(k_h, stride, padding), 4)
    width = d.integer("W", least(k_w, stride, padding), 4)
    values = d.choose("values", "integers", "reals")
    dtype = d.choose("dtype", np.float64, np.float64, np.float64, np.float32)
    x = d.layout("x", d.array("x", (n, c_in, height, width), values, dtype))
    w = d.layout("w", d.array("w", (c_in, c_out, k_h, k_w), values, dtype))
    arguments: Arguments = {"x": x, "w": w}
    if d.choose("bias", False, True, True):
        arguments["b"] = d.array("b", (c_out,), values, dtype)
    options = {"stride": stride, "padding": padding}
    return {**arguments, **options, "output_padding": output_padding}


def least(k: int, stride: int, padding: int) -> int:
    """Return the smallest length of x whose stamps the cropping does not use up."""
    missing = max(0, 2 * padding + 1 - k)
    return 1 - (-missing // stride)


def is_adjoint(trial: Trial) -> str | None:
    """Hold ⟨transposed(x), g⟩ against ⟨x, conv2d(g)⟩: that is what transposed means."""
    given = trial.arguments
    y = np.asarray(trial.call(b=None), np.float64)
    g = np.random.default_rng(0).normal(size=y.shape)
    x, w = (given[k].astype(np.float64) for k in ("x", "w"))
    back = engine.conv2d(g, w, None, given.get("stride", 1), given.get("padding", 0))
    here, there = float(np.sum(y * g)), float(np.sum(x * back))
    if abs(here - there) <= 1e-3 * (1 + float(np.sum(np.abs(y * g)))):
        return None
    return f"⟨transposed(x), g⟩ is {here:g} and ⟨x, conv2d(g)⟩ is {there:g}"


def stamps_its_kernel(trial: Trial) -> str | None:
    """Give one cell of 1: the kernels of its channel come out, and zeros around them."""
    given = trial.arguments
    x, w = given["x"], given["w"]
    cell = np.zeros_like(x[:1])
    cell[0, 0, 0, 0] = 1
    y = trial.call(x=cell, b=None, padding=0, output_padding=0)
    expected = np.zeros(y.shape)
    expected[0, :, : w.shape[2], : w.shape[3]] = w[0]
    if near(y, expected):
        return None
    return "a single 1 in the first corner does not give the kernel in that corner"


def is_linear(trial: Trial) -> str | None:
    """Hold conv_transpose2d(2x) against 2·conv_transpose2d(x), without a bias."""
    twice = trial.call(x=2 * trial.arguments["x"], b=None)
    if near(twice, 2 * trial.call(b=None)):
        return None
    return "conv_transpose2d(2x) is not 2·conv_transpose2d(x)"


def near(got: Any, want: Any) -> bool:
    """Say whether two results are alike but for rounding."""
    off = float(np.max(np.abs(got - want), initial=0.0))
    return off <= 1e-3 * float(np.max(np.abs(want), initial=1.0))


def terms(w: Any, **_: Any) -> int:
    """Return how many terms one output sums at most: its kernels and the bias."""
    return int(w[:, 0].size) + 1


def workload(size: int, rng: np.random.Generator) -> Arguments:
    """Return maps whose rows grow; the rest stays."""
    return {
        "x": rng.normal(size=(1, 4, 4 + 2 * size, 16)),
        "w": rng.normal(size=(4, 4, 3, 3)),
        "b": rng.normal(size=4),
        "stride": 2,
        "padding": 1,
        "output_padding": 1,
    }


TWO_CELLS = np.array([[[[1.0, 10.0]]]])
THREE_ROWS = np.array([[[[4.0, 4.0, 4.0], [1.0, 2.0, 3.0], [0.0, 5.0, 0.0]]]])
B = np.array([10.0, -20.0])
EXERCISE = Exercise(
    slug="conv_transpose2d",
    reference=engine.conv_transpose2d,
    draw=draw,
    pinned=(
        pinned("the worked example", x=TWO_CELLS, w=[[[[1.0, 2.0, 3.0]]]], stride=2),
        pinned("padding 1", x=TWO_CELLS, w=THREE_ROWS, stride=2, padding=1),
        pinned(
            "padding 1 with output_padding 1",
            x=TWO_CELLS,
            w=THREE_ROWS,
            stride=2,
            padding=1,
            output_padding=1,
        ),
        pinned("a wide map and a tall kernel", x=ramp(1, 1, 2, 3), w=ramp(1, 1, 3, 1)),
        pinned(
            "three channels, two maps, a bias",
            x=ramp(2, 3, 1, 2),
            w=ramp(3, 2, 2, 2),
            b=B,
        ),
        pinned(
            "a stride beyond the kernel",
            x=ramp(1, 1, 2, 3),
            w=ramp(1, 2, 1, 2),
            b=B,
            stride=3,
        ),
        pinned(
            "output_padding beyond the last stamp",
            x=ramp(1, 2, 2, 1),
            w=ramp(2, 2, 2, 1),
            b=B,
            stride=3,
            output_padding=2,
        ),
        pinned(
            "stride 2, padding 1, output_padding 1, a bias",
            x=ramp(2, 2, 2, 3),
            w=ramp(2, 2, 3, 2),
            b=B,
            stride=2,
            padding=1,
            output_padding=1,
        ),
        pinned(
            "channels last in memory",
            x=ramp(1, 3, 2, 2).transpose(0, 3, 1, 2),
            w=ramp(2, 3, 2, 2),
            stride=2,
        ),
        pinned(
            "float32",
            x=ramp(1, 1, 2, 2).astype(np.float32),
            w=ramp(1, 1, 2, 3).astype(np.float32),
        ),
    ),
    rounding=by_terms(engine.conv_transpose2d, terms),
    laws=(
        Law("adjoint", "is the transpose of a convolution", is_adjoint, cases=8),
        Law("stamp", "stamps the kernel as it is", stamps_its_kernel, cases=8),
        Law("linear", "is linear in x", is_linear, cases=6),
    ),
    misconceptions=MISCONCEPTIONS,
    workload=Workload(workload, limit=5_000, unit="the number of input cells"),
    hints=(
        "Turn conv2d around: there a window of the input makes one output cell; here one "
        "input cell makes a window of the output, its value times the kernel.",
        "Make a canvas of ((H − 1)·stride + kH + output_padding) rows, columns alike, and "
        "add x[n, c, i, j] * w[c] into canvas[n, :, i*stride : i*stride + kH, "
        "j*stride : j*stride + kW].",
        "Crop with canvas[:, :, p : p + H_out, p : p + W_out], then add the bias. Or "
        "gather: put stride − 1 zeros between the cells of x, pad with kH − 1 − p, and "
        "correlate with the rotated kernel.",
    ),
    follow_ups=(
        "Why does it leave a checkerboard, and for which kernel sizes and strides not?",
        "Is it the inverse of the convolution with the same weights, and if not, what "
        "comes back?",
        "Why does one need output_padding, and for which strides never?",
    ),
    topics=("upsampling", "convolution"),
)
