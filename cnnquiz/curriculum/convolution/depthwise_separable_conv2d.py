"""depthwise_separable_conv2d: what it is tried on, and what people make of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from cnnquiz import engine
from cnnquiz.curriculum.convolution.conv2d import ramp
from cnnquiz.curriculum.exercise import (
    Arguments,
    Exercise,
    Law,
    Misconception,
    Trial,
    Workload,
    by_terms,
    pinned,
)

if TYPE_CHECKING:
    from cnnquiz.curriculum.draw import Draw


def draw(d: Draw) -> Arguments:
    """Draw several channels, kernels that are not square, strides and paddings."""
    stride, padding = d.integer("stride", 1, 3), d.integer("padding", 0, 2)
    n, c, c_out = d.integer("N", 1, 2), d.integer("C", 1, 4), d.integer("C_out", 1, 4)
    k_h, k_w = d.integer("kH", 1, 3), d.integer("kW", 1, 3)
    height = d.integer("H", max(1, k_h - 2 * padding), 6)
    width = d.integer("W", max(1, k_w - 2 * padding), 6)
    values = d.choose("values", "integers", "reals")
    dtype = d.choose("dtype", np.float64, np.float64, np.float64, np.float32)
    x = d.layout("x", d.array("x", (n, c, height, width), values, dtype))
    return {
        "x": x,
        "depthwise": d.array("depthwise", (c, 1, k_h, k_w), values, dtype),
        "pointwise": d.array("pointwise", (c_out, c, 1, 1), values, dtype),
        "stride": stride,
        "padding": padding,
    }


def is_one_convolution(trial: Trial) -> str | None:
    """Convolve once with the product of both kernels."""
    given: Arguments = {
        k: v.astype(np.float64) if isinstance(v, np.ndarray) else v
        for k, v in trial.arguments.items()
    }
    w = given["pointwise"] * given["depthwise"][:, 0]
    stride, padding = given.get("stride", 1), given.get("padding", 0)
    right = engine.conv2d(given["x"], w, None, stride, padding)
    off = float(np.max(np.abs(trial.result - right), initial=0.0))
    if off <= 1e-4 * (1 + float(np.max(np.abs(right), initial=0.0))):
        return None
    return "one convolution with pointwise[o, c] · depthwise[c] gives something else"


def _separable(x: Any, depthwise: Any, pointwise: Any, s: int = 1, p: int = 0) -> Any:
    return engine.depthwise_separable_conv2d(x, depthwise, pointwise, s, p)


def _by(change: Any) -> Any:
    """Make a misconception from a function of the five arguments by position."""

    def wrong(
        x: Any, depthwise: Any, pointwise: Any, stride: int = 1, padding: int = 0
    ) -> Any:
        return change(x, depthwise, pointwise, stride, padding)

    return wrong


def _mixed(x: Any, depthwise: Any, pointwise: Any, s: int, p: int) -> Any:
    full = np.broadcast_to(
        depthwise, (len(depthwise), len(depthwise), *depthwise.shape[2:])
    )
    return engine.pointwise_conv2d(engine.conv2d(x, full, None, s, p), pointwise)


def _pointwise_first(x: Any, depthwise: Any, pointwise: Any, s: int, p: int) -> Any:
    mixed = engine.pointwise_conv2d(x, pointwise)
    return engine.conv2d(mixed, depthwise, None, s, p, groups=mixed.shape[1])


def _first_kernel(x: Any, depthwise: Any, pointwise: Any, s: int, p: int) -> Any:
    same = np.broadcast_to(depthwise[:1], depthwise.shape)
    return _separable(x, same, pointwise, s, p)


def _depthwise_only(x: Any, depthwise: Any, pointwise: Any, s: int, p: int) -> Any:
    return engine.conv2d(x, depthwise, None, s, p, groups=x.shape[1])


def _relu_between(x: Any, depthwise: Any, pointwise: Any, s: int, p: int) -> Any:
    filtered = _depthwise_only(x, depthwise, pointwise, s, p)
    return engine.pointwise_conv2d(engine.relu(filtered), pointwise)


def _stride_twice(x: Any, depthwise: Any, pointwise: Any, s: int, p: int) -> Any:
    return _separable(x, depthwise, pointwise, s, p)[:, :, ::s, ::s]


def _padded_twice(x: Any, depthwise: Any, pointwise: Any, s: int, p: int) -> Any:
    filtered = _depthwise_only(x, depthwise, pointwise, s, p)
    return engine.conv2d(filtered, pointwise, None, 1, p)


MISCONCEPTIONS = (
    Misconception(
        "depthwise-mixes-channels",
        "the depthwise step adds up all channels",
        "Each kernel of the depthwise step meets its own channel alone. Only the "
        "pointwise step sums over channels.",
        _by(_mixed),
    ),
    Misconception(
        "pointwise-first",
        "the pointwise step comes first",
        "First each channel is filtered, then the channels are mixed. With C_out "
        "channels the C kernels would not even fit.",
        _by(_pointwise_first),
    ),
    Misconception(
        "first-kernel-only",
        "all channels are filtered with the first kernel",
        "Channel c has a kernel of its own: depthwise[c, 0].",
        _by(_first_kernel),
    ),
    Misconception(
        "pointwise-missing",
        "the pointwise step is missing",
        "After the depthwise step the C maps are mixed to C_out maps.",
        _by(_depthwise_only),
    ),
    Misconception(
        "relu-between",
        "there is a ReLU between the two steps",
        "MobileNet has one there, but this exercise asks for the two convolutions "
        "alone.",
        _by(_relu_between),
    ),
    Misconception(
        "stride-twice",
        "the stride is applied in both steps",
        "The stride belongs to the depthwise step; the pointwise step visits every "
        "pixel.",
        _by(_stride_twice),
    ),
    Misconception(
        "padding-twice",
        "the padding is applied in both steps",
        "The padding belongs to the depthwise step; a 1×1 kernel needs none.",
        _by(_padded_twice),
    ),
    Misconception(
        "kernel-flip",
        "the kernels are flipped",
        "A CNN layer slides the kernel as it is stored, without turning it.",
        _by(lambda x, dw, pw, s, p: _separable(x, dw[:, :, ::-1, ::-1], pw, s, p)),
    ),
    Misconception(
        "no-padding-applied",
        "the padding is ignored",
        "Put `padding` rows and columns of zeros around each image before sliding.",
        _by(lambda x, dw, pw, s, p: _separable(x, dw, pw, s, 0)),
    ),
)


def workload(size: int, rng: np.random.Generator) -> Arguments:
    """Return images whose rows grow; the rest stays."""
    return {
        "x": rng.normal(size=(1, 4, 6 + 2 * size, 32)),
        "depthwise": rng.normal(size=(4, 1, 3, 3)),
        "pointwise": rng.normal(size=(8, 4, 1, 1)),
        "padding": 1,
    }


def terms(depthwise: Any, **_: Any) -> int:
    """Return how many products of an input and two weights one output sums."""
    return int(depthwise.size)


EXERCISE = Exercise(
    slug="depthwise_separable_conv2d",
    reference=engine.depthwise_separable_conv2d,
    draw=draw,
    pinned=(
        pinned(
            "the worked example",
            x=[[[[1, 2]], [[10, 20]]]],
            depthwise=[[[[1, 1]]], [[[-1, 1]]]],
            pointwise=[[[[100]], [[1]]]],
        ),
        pinned(
            "more channels out",
            x=ramp(1, 2, 3, 4),
            depthwise=ramp(2, 1, 2, 1),
            pointwise=ramp(3, 2, 1, 1),
        ),
        pinned(
            "as many channels out",
            x=ramp(1, 2, 2, 3),
            depthwise=ramp(2, 1, 1, 2),
            pointwise=ramp(2, 2, 1, 1),
        ),
        pinned(
            "stride 2",
            x=ramp(1, 2, 4, 5),
            depthwise=ramp(2, 1, 2, 2),
            pointwise=ramp(1, 2, 1, 1),
            stride=2,
        ),
        pinned(
            "stride 2 with padding 1",
            x=ramp(2, 3, 4, 3),
            depthwise=ramp(3, 1, 3, 2),
            pointwise=ramp(2, 3, 1, 1),
            stride=2,
            padding=1,
        ),
        pinned(
            "one channel",
            x=ramp(1, 1, 3, 3),
            depthwise=ramp(1, 1, 2, 2),
            pointwise=ramp(2, 1, 1, 1),
        ),
        pinned(
            "channels last in memory",
            x=ramp(1, 2, 3, 3).transpose(0, 3, 1, 2),
            depthwise=ramp(3, 1, 1, 2),
            pointwise=ramp(2, 3, 1, 1),
        ),
        pinned(
            "float32",
            x=ramp(1, 2, 2, 2).astype(np.float32),
            depthwise=ramp(2, 1, 2, 1).astype(np.float32),
            pointwise=ramp(1, 2, 1, 1).astype(np.float32),
        ),
    ),
    rounding=by_terms(engine.depthwise_separable_conv2d, terms),
    laws=(Law("composes", "is one convolution with a product", is_one_convolution, 8),),
    misconceptions=MISCONCEPTIONS,
    workload=Workload(workload, limit=10_000, unit="the number of output pixels"),
    hints=(
        "Write two functions, one for each step. What is the shape between them?",
        (
            "The depthwise step has no sum over channels: z[n, c] comes from x[n, c] "
            "and depthwise[c, 0] alone."
        ),
        (
            'The pointwise step is np.einsum("nchw,oc->nohw", z, pointwise[:, :, 0, '
            "0]); it has stride 1 and no padding."
        ),
    ),
    follow_ups=(
        (
            "By what factor does it save multiplications, for a 3x3 kernel and 256 "
            "channels?"
        ),
        "Which kernels of a full convolution can it not express?",
        "Why is it often slower than its number of multiplications suggests?",
    ),
    topics=("kernel-variants", "cost"),
)
