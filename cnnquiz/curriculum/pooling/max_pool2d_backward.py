"""max_pool2d_backward: what it is tried on, and what people make of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from cnnquiz import engine
from cnnquiz.curriculum.draw import Draw
from cnnquiz.curriculum.exercise import (
    BY_ITS_LAW,
    Arguments,
    Broken,
    Exercise,
    Law,
    Misconception,
    Trial,
    Workload,
    pinned,
)
from cnnquiz.curriculum.pooling.max_pool2d import geometry, images


def draw(d: Draw) -> Arguments:
    """Draw images with many ties, and gradients of both signs."""
    shape, options = geometry(d)
    k, p = options["kernel_size"], options["padding"]
    s = options.get("stride", k)
    out = [(n + 2 * p - k) // s + 1 for n in shape[2:]]
    values = d.choose("values", "negative", "integers", "reals")
    dtype = d.choose("dtype", np.float64, np.float64, np.float64, np.float32)
    dout = d.array(
        "dout",
        (*shape[:2], *out),
        d.choose("dout's values", "integers", "reals"),
        dtype,
    )
    return {
        "dout": dout,
        "x": d.layout("x", d.array("x", shape, values, dtype)),
        **options,
    }


def gradient_is_conserved(trial: Trial) -> str | None:
    """Hold the sum of dx against the sum of dout, channel by channel."""
    dout = trial.arguments["dout"].astype(np.float64)
    sent = dout.sum(axis=(2, 3))
    came = np.asarray(trial.result, np.float64).sum(axis=(2, 3))
    size = 1 + float(np.max(np.abs(dout).sum(axis=(2, 3)), initial=0.0))
    off = float(np.max(np.abs(sent - came), initial=0.0))
    return (
        None if off <= 1e-4 * size else f"the gradient of a channel changes by {off:g}"
    )


def routes_alike_when_scaled(trial: Trial) -> Broken | None:
    """Hold f(dout, 10³⁰·x) against f(dout, x): the winners stay."""
    x = trial.arguments["x"]
    scaled = trial.call(x=x * x.dtype.type(1e30))
    size = float(np.max(np.abs(trial.arguments["dout"]), initial=1.0))
    off = float(np.max(np.abs(scaled - trial.result), initial=0.0))
    if off <= 1e-4 * size:
        return None
    message = f"1e30·x has the winners of x, and its gradient is another, by {off:g}"
    return Broken(message, "finite-padding")


def _routed(
    share: Callable[[Any], Any],
    *,
    fill: float = -np.inf,
    overwrite: bool = False,
    whole: bool = False,
    at_winner: bool = False,
) -> Callable[..., Any]:
    """Make a backward pass that shares each window's gradient in its own way."""

    def backward(
        dout: Any, x: Any, kernel_size: int, stride: Any = None, padding: int = 0
    ) -> Any:
        step = kernel_size if stride is None else stride
        sides = (padding, padding)
        padded = np.pad(x, ((0, 0), (0, 0), sides, sides), constant_values=fill)
        dpadded = np.zeros_like(padded)
        for place in np.ndindex(*dout.shape):
            n, c, i, j = place
            top, left = i * step, j * step
            at = (n, c, slice(top, top + kernel_size), slice(left, left + kernel_size))
            sent = share(padded[at]) * dout[place]
            if whole:
                dpadded[at] = sent
            elif at_winner:
                dpadded[at][share(padded[at]) != 0] = dout[place]
            elif overwrite:
                dpadded[at] = np.where(sent != 0, sent, dpadded[at])
            else:
                dpadded[at] += sent
        height, width = x.shape[2:]
        return dpadded[:, :, padding : padding + height, padding : padding + width]

    return backward


def _first(window: Any) -> Any:
    hit = np.zeros(window.size)
    hit[window.argmax()] = 1
    return hit.reshape(window.shape)


def _last(window: Any) -> Any:
    return _first(window[::-1, ::-1])[::-1, ::-1]


def _every(window: Any) -> Any:
    return (window == window.max()).astype(float)


def _evenly(window: Any) -> Any:
    hit = _every(window)
    return hit / hit.sum()


def _averaged(window: Any) -> Any:
    return np.full(window.shape, 1 / window.size)


def route_to_every_tie(dout: Any, x: Any, kernel_size: int = 2) -> Any:
    """Give each tied maximum the whole gradient."""
    return _routed(_every)(dout, x, kernel_size)


def route_to_the_last(dout: Any, x: Any, kernel_size: int = 2) -> Any:
    """Give the last of several maxima the gradient."""
    return _routed(_last)(dout, x, kernel_size)


def route_evenly(dout: Any, x: Any, kernel_size: int = 2) -> Any:
    """Let tied maxima share the gradient."""
    return _routed(_evenly)(dout, x, kernel_size)


def ramp(*shape: int) -> np.ndarray:
    """Return gradients that are all different."""
    return np.arange(1.0, 1 + np.prod(shape)).reshape(shape)


TIES = np.array([[[[2.0, 2.0, 1.0, 3.0], [2.0, 0.0, 3.0, 3.0]]]])
EXERCISE = Exercise(
    slug="max_pool2d_backward",
    reference=engine.max_pool2d_backward,
    draw=draw,
    pinned=(
        pinned(
            "the worked example",
            dout=[[[[10, 20]]]],
            x=[[[[1, 5, 5], [4, 3, 0]]]],
            kernel_size=2,
            stride=1,
        ),
        pinned(
            "side by side", dout=ramp(1, 1, 2, 2), x=images(1, 1, 4, 4), kernel_size=2
        ),
        pinned("ties", dout=ramp(1, 1, 1, 2), x=TIES, kernel_size=2),
        pinned(
            "overlapping windows",
            dout=ramp(1, 1, 3, 2),
            x=images(1, 1, 5, 4),
            kernel_size=3,
            stride=1,
        ),
        pinned(
            "one pixel wins everywhere",
            dout=ramp(1, 1, 2, 2),
            x=[[[[0, 1, 0], [1, 9, 1], [0, 1, 0]]]],
            kernel_size=2,
            stride=1,
        ),
        pinned(
            "all negative, with padding",
            dout=ramp(1, 1, 2, 2),
            x=-np.abs(images(1, 1, 3, 3)) - 1,
            kernel_size=2,
            padding=1,
        ),
        pinned(
            "a column left over",
            dout=ramp(1, 1, 1, 2),
            x=images(1, 1, 2, 5),
            kernel_size=2,
        ),
        pinned(
            "stride 2 with padding 1",
            dout=ramp(2, 2, 2, 3),
            x=images(2, 2, 4, 5),
            kernel_size=3,
            stride=2,
            padding=1,
        ),
        pinned(
            "two values that are nearly alike",
            dout=ramp(1, 1, 1, 1),
            x=[[[[1, 0], [1 + 1e-6, 0]]]],
            kernel_size=2,
        ),
        pinned(
            "float32",
            dout=ramp(1, 1, 1, 2).astype(np.float32),
            x=TIES.astype(np.float32),
            kernel_size=2,
        ),
    ),
    rounding=lambda dout, kernel_size, **_: np.abs(dout) * kernel_size**2,
    laws=(
        Law("conserved", "neither adds nor loses gradient", gradient_is_conserved),
        Law("scales", "pads with what no value lies below", routes_alike_when_scaled),
    ),
    misconceptions=(
        Misconception(
            "ties-all-full",
            "every tied value gets the whole gradient",
            "x == max marks all of them, and gradient comes from nothing. Take the first "
            "only, as argmax does.",
            _routed(_every),
        ),
        Misconception(
            "ties-split-evenly",
            "ties share the gradient",
            "That is a valid subgradient, but here the first maximum gets all of it.",
            _routed(_evenly),
        ),
        Misconception(
            "ties-last",
            "the last of several maxima gets the gradient",
            "np.argmax returns the first. In a loop keep > and not >=.",
            _routed(_last),
        ),
        Misconception(
            "overwrites-overlaps",
            "overlapping windows overwrite each other",
            "A value may win in several windows: add with +=, and with np.add.at where an "
            "index array names it twice.",
            _routed(_first, overwrite=True),
            variants=(_routed(_first, whole=True), _routed(_first, at_winner=True)),
        ),
        Misconception(
            "average-backward",
            "the gradient is spread over the window",
            "Only the largest value had an influence. Spreading is average pooling.",
            _routed(_averaged),
        ),
        Misconception(
            "zero-padding",
            "the padding is zeros, and they win over negatives",
            "Pad with -inf, or the gradient of windows of negatives is lost in the padding.",
            _routed(_first, fill=0.0),
        ),
        Misconception(
            "finite-padding",
            "the padding is a finite number",
            "A value below -1e9 loses against such a padding, or against a maximum that "
            "starts there, and its gradient is lost. Take -np.inf.",
            _routed(_first, fill=-1e9),
            claimed_by=BY_ITS_LAW,
            variants=(_routed(_first, fill=-999.0),),
        ),
        Misconception(
            "window-transposed",
            "row and column within the window are swapped",
            "np.unravel_index gives the row first: add at row i*s + u, column j*s + v.",
            _routed(lambda window: _first(window).T),
        ),
    ),
    workload=Workload(
        lambda size, rng: {
            "dout": rng.normal(size=(1, 4, 4 * size, 16)),
            "x": rng.normal(size=(1, 4, 8 * size, 32)),
            "kernel_size": 2,
        },
        # Of plain loops, measured: 96.
        limit=2_000,
        unit="the number of windows",
    ),
    hints=(
        "Where does the output of a window change when one of its values changes a little?",
        "Loop over the windows; np.argmax of the flattened window is the first maximum, "
        "np.unravel_index or divmod gives its row and column.",
        "Add dout[n, c, i, j] at row i*s + u, column j*s + v of a padded array of zeros, "
        "with +=, and crop the padding at the end.",
    ),
    follow_ups=(
        "Why does a gradient check fail at ties, and how would you avoid that?",
        "What would you keep from the forward pass to make this faster?",
        "How does the backward pass of average pooling differ?",
    ),
    topics=("backpropagation", "pooling"),
)
