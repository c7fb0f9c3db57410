"""pointwise_conv2d: what it is tried on, and what people make of it."""

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
    """Draw maps whose height and width differ, and often a square matrix of weights."""
    n, c_in = d.integer("N", 1, 3), d.integer("C_in", 1, 4)
    c_out = c_in if d.choose("as many out", False, True) else d.integer("C_out", 1, 4)
    height, width = d.integer("H", 1, 5), d.integer("W", 1, 5)
    values = d.choose("values", "integers", "reals")
    dtype = d.choose("dtype", np.float64, np.float64, np.float64, np.float32)
    x = d.layout("x", d.array("x", (n, c_in, height, width), values, dtype))
    w = d.layout("w", d.array("w", (c_out, c_in, 1, 1), values, dtype))
    if d.choose("bias", False, True, True):
        return {"x": x, "w": w, "b": d.array("b", (c_out,), values, dtype)}
    return {"x": x, "w": w}


def keeps_pixels_apart(trial: Trial) -> str | None:
    """Turn the image by 180 degrees: the result turns with it."""
    turned = trial.call(x=trial.arguments["x"][:, :, ::-1, ::-1])
    off = np.abs(turned[:, :, ::-1, ::-1] - trial.result)
    size = 1 + float(np.max(np.abs(trial.result), initial=0.0))
    if float(np.max(off, initial=0.0)) <= 1e-4 * size:
        return None
    return "an image turned by 180 degrees does not give the turned result"


def _by(change: Any) -> Any:
    """Make a misconception that changes the arguments."""

    def wrong(x: Any, w: Any, b: Any = None) -> Any:
        return engine.pointwise_conv2d(*change(x, w, b))

    return wrong


def transposed(x: Any, w: Any, b: Any = None) -> Any:
    """Read w as (in, out), which fails unless both are alike."""
    y = np.einsum("nchw,co->nohw", x, w[:, :, 0, 0])
    return y if b is None else y + b[:, None, None]


def mixes_pixels(x: Any, w: Any, b: Any = None) -> Any:
    """Flatten pixels before channels."""
    n, c, height, width = x.shape
    pixels = x.transpose(0, 2, 3, 1).reshape(n, c, height * width)
    y = (w[:, :, 0, 0] @ pixels).reshape(n, len(w), height, width)
    return y if b is None else y + b[:, None, None]


def channels_last(x: Any, w: Any, b: Any = None) -> Any:
    """Leave the channels where a matrix product puts them."""
    y = x.transpose(0, 2, 3, 1) @ w[:, :, 0, 0].T
    return y if b is None else y + b


def without_none(x: Any, w: Any, b: Any = None) -> Any:
    """Use the bias without looking whether there is one."""
    return engine.pointwise_conv2d(x, w) + b[:, None, None]


EXERCISE = Exercise(
    slug="pointwise_conv2d",
    reference=engine.pointwise_conv2d,
    draw=draw,
    pinned=(
        pinned(
            "the worked example",
            x=[[[[5, 7]], [[1, 2]]]],
            w=[[[[1]], [[-1]]], [[[0]], [[10]]]],
            b=[0, 0.5],
        ),
        pinned("no bias", x=ramp(1, 2, 2, 2), w=ramp(1, 2, 1, 1)),
        pinned("more channels", x=ramp(1, 2, 2, 3), w=ramp(3, 2, 1, 1)),
        pinned("fewer channels", x=ramp(1, 3, 2, 2), w=ramp(2, 3, 1, 1)),
        pinned(
            "two images, a bias",
            x=ramp(2, 2, 2, 3),
            w=ramp(2, 2, 1, 1),
            b=[10, -20],
        ),
        pinned("one channel to one", x=ramp(1, 1, 2, 2), w=[[[[3.0]]]], b=[0.5]),
        pinned("one pixel", x=ramp(2, 3, 1, 1), w=ramp(2, 3, 1, 1)),
        pinned(
            "channels last in memory",
            x=ramp(1, 3, 2, 2).transpose(0, 3, 1, 2),
            w=ramp(3, 2, 1, 1),
        ),
        pinned(
            "float32",
            x=ramp(1, 2, 2, 1).astype(np.float32),
            w=ramp(2, 2, 1, 1).astype(np.float32),
        ),
    ),
    rounding=by_terms(engine.pointwise_conv2d, lambda w, **_: int(w.shape[1]) + 1),
    laws=(Law("pixels", "treats each pixel alone", keeps_pixels_apart, cases=8),),
    misconceptions=(
        Misconception(
            "weight-layout",
            "w is read as (in, out)",
            "w is stored (C_out, C_in, 1, 1): each row makes one output channel.",
            transposed,
        ),
        Misconception(
            "mixes-pixels",
            "pixels and channels are mixed",
            "Flatten x to (N, C_in, H·W): channels stay an axis of their own. reshape "
            "does not move axes.",
            mixes_pixels,
        ),
        Misconception(
            "channels-last-output",
            "the channels come last",
            "The result is (N, C_out, H, W). Move the channel axis back to place 1.",
            channels_last,
        ),
        Misconception(
            "no-bias",
            "the bias is left out",
            "Where b is given, add b[o] to the whole output map o.",
            _by(lambda x, w, b: (x, w, None)),
        ),
        Misconception(
            "bias-per-channel",
            "the bias is added once for each input channel",
            "An output channel has one bias. Add it after the sum.",
            _by(lambda x, w, b: (x, w, None if b is None else b * x.shape[1])),
        ),
        Misconception(
            "none-bias-crash",
            "it fails where there is no bias",
            "b is None by default. Look before you add.",
            without_none,
        ),
        Misconception(
            "channels-averaged",
            "the input channels are averaged",
            "A filter sums over its input channels; it does not take their mean.",
            _by(lambda x, w, b: (x, w / x.shape[1], b)),
        ),
        Misconception(
            "channel-overwrite",
            "only the last input channel is used",
            "Each channel adds to the output: += in the loop over channels, not =.",
            _by(lambda x, w, b: (x[:, -1:], w[:, -1:], b)),
        ),
    ),
    workload=Workload(
        lambda size, rng: {
            "x": rng.normal(size=(1, 4, 4 * size, 32)),
            "w": rng.normal(size=(8, 4, 1, 1)),
            "b": rng.normal(size=8),
        },
        # Of plain loops, measured: 280.
        limit=5_000,
        unit="the number of pixels",
    ),
    hints=(
        (
            "What does one output pixel look at? Write it as a product of a matrix "
            "with a vector."
        ),
        "All pixels at once: (C_out, C_in) @ (C_in, H·W), for each image.",
        (
            "w[:, :, 0, 0] @ x.reshape(N, C_in, H*W), reshaped to (N, C_out, H, W); or "
            'np.einsum("oc,nchw->nohw", ...). Then the bias with b[:, None, None].'
        ),
    ),
    follow_ups=(
        "How many multiplications does it do, against a 3x3 convolution?",
        "Where do bottleneck blocks use it, and what for?",
        "In what sense is a fully connected layer a special case of it?",
    ),
    topics=("kernel-variants", "cost"),
)
