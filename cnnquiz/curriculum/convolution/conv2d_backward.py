"""conv2d_backward: what it is tried on, and what people make of it."""

from __future__ import annotations

from typing import Any

import numpy as np

from cnnquiz import engine
from cnnquiz.curriculum.convolution.conv2d import ramp
from cnnquiz.curriculum.convolution.conv2d_backward_mistakes import MISCONCEPTIONS
from cnnquiz.curriculum.draw import Draw
from cnnquiz.curriculum.exercise import (
    Arguments,
    Case,
    Exercise,
    Law,
    Trial,
    Workload,
    by_terms,
    pinned,
)


def out_size(n: int, k: int, stride: int, padding: int) -> int:
    """Return how many windows fit along one axis."""
    return (n + 2 * padding - k) // stride + 1


def draw(d: Draw) -> Arguments:
    """Draw a layer's geometry, and a gradient of the shape of its output."""
    stride, padding = d.integer("stride", 1, 3), d.integer("padding", 0, 2)
    n, c_in = d.integer("N", 1, 3), d.integer("C_in", 1, 3)
    c_out = d.integer("C_out", 1, 3)
    k_h, k_w = d.integer("kH", 1, 3), d.integer("kW", 1, 3)
    height = d.integer("H", max(1, k_h - 2 * padding), 7)
    width = d.integer("W", max(1, k_w - 2 * padding), 7)
    values = d.choose("values", "integers", "reals")
    dtype = d.choose("dtype", np.float64, np.float64, np.float64, np.float32)
    out = out_size(height, k_h, stride, padding), out_size(width, k_w, stride, padding)
    return {
        "dout": d.layout("dout", d.array("dout", (n, c_out, *out), values, dtype)),
        "x": d.layout("x", d.array("x", (n, c_in, height, width), values, dtype)),
        "w": d.array("w", (c_out, c_in, k_h, k_w), values, dtype),
        "stride": stride,
        "padding": padding,
    }


def layer(
    why: str, x: tuple[int, ...], w: tuple[int, ...], stride: int = 1, padding: int = 0
) -> Case:
    """Pin a layer by its shapes."""
    out = (out_size(x[i], w[i], stride, padding) for i in (2, 3))
    dout = ramp(x[0], w[0], *out) + 1
    return pinned(
        why, dout=dout, x=ramp(*x), w=ramp(*w), stride=stride, padding=padding
    )


def matches_central_differences(trial: Trial) -> str | None:
    """Hold ⟨dx, direction⟩ against the change of the loss along that direction."""
    given = trial.arguments
    dout, x, w = (given[k].astype(np.float64) for k in ("dout", "x", "w"))
    stride, padding = given.get("stride", 1), given.get("padding", 0)
    dx, dw, _ = trial.result
    rng = np.random.default_rng(0)

    def loss(x: Any, w: Any) -> float:
        return float(np.sum(dout * engine.conv2d(x, w, None, stride, padding)))

    for name, gradient, at in (("dx", dx, x), ("dw", dw, w)):
        direction = rng.normal(size=at.shape)
        # The loss is linear in each argument alone, so any step is exact.
        step = (direction, 0 * w) if name == "dx" else (0 * x, direction)
        change = (loss(x + step[0], w + step[1]) - loss(x - step[0], w - step[1])) / 2
        claimed = float(np.sum(np.asarray(gradient, np.float64) * direction))
        size = float(np.sum(np.abs(gradient * direction))) + 1
        if abs(change - claimed) > 1e-3 * size:
            return (
                f"along one direction, {name} says {claimed:g} and the loss {change:g}"
            )
    return None


def workload(size: int, rng: np.random.Generator) -> Arguments:
    """Return images whose rows grow; the rest stays."""
    rows = 6 + 2 * size
    return {
        "dout": rng.normal(size=(1, 8, rows, 32)),
        "x": rng.normal(size=(1, 3, rows, 32)),
        "w": rng.normal(size=(8, 3, 3, 3)),
        "stride": 1,
        "padding": 1,
    }


def terms(dout: Any, w: Any, **_: Any) -> int:
    """Return the longest sum: dw's over batch and positions, dx's over a filter."""
    return int(dout.size // max(dout.shape[1], 1) + w.size)


EXERCISE = Exercise(
    slug="conv2d_backward",
    reference=engine.conv2d_backward,
    draw=draw,
    pinned=(
        pinned(
            "the worked example",
            dout=[[[[1.0], [2.0]]]],
            x=[[[[1.0, 2.0], [3.0, 4.0]]]],
            w=[[[[10.0, 20.0]]]],
        ),
        layer("a wide image and a tall kernel", (1, 1, 3, 4), (1, 1, 2, 1)),
        layer("two images, two channels, two filters", (2, 2, 3, 3), (2, 2, 2, 2)),
        layer("stride 2", (1, 1, 5, 4), (1, 1, 2, 2), stride=2),
        layer("stride 2 that leaves a row over", (1, 1, 4, 5), (1, 1, 3, 2), stride=2),
        layer("padding 1", (1, 1, 2, 3), (1, 1, 3, 2), padding=1),
        layer("stride 2 with padding 1", (2, 3, 4, 5), (2, 3, 3, 2), 2, 1),
        layer("a stride beyond the kernel", (1, 2, 4, 4), (1, 2, 1, 1), stride=3),
    ),
    rounding=by_terms(engine.conv2d_backward, terms),
    parts=("dx", "dw", "db"),
    laws=(
        Law(
            "matches_differences",
            "matches central differences",
            matches_central_differences,
            cases=8,
        ),
    ),
    misconceptions=MISCONCEPTIONS,
    workload=Workload(workload, limit=20_000, unit="the number of output pixels"),
    hints=(
        "Start from the forward loops. Each product w[o, c, u, v] · xₚ[n, c, p, q] that "
        "went into y[n, o, i, j] sends dout[n, o, i, j] times one factor to the other.",
        "Loop over the windows as in the forward pass: dw[o] += dout[n, o, i, j] * "
        "window, and dpadded's window += dout[n, o, i, j] * w[o].",
        "Allocate dpadded with the padded shape, add into it with +=, and crop it at the "
        "end with [p : p + H, p : p + W]. db = dout.sum(axis=(0, 2, 3)).",
    ),
    follow_ups=(
        "Which of the two gradients uses the rotated kernel, and why not the other?",
        "How does dx look as a transposed convolution, and what is output_padding then?",
        "How much does the backward pass cost compared with the forward pass?",
    ),
    topics=("backpropagation", "convolution"),
)
