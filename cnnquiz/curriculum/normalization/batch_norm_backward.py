"""batch_norm_backward: what it is tried on, and the laws that it keeps."""

from __future__ import annotations

from typing import Any

import numpy as np

from cnnquiz import engine
from cnnquiz.curriculum.convolution.conv2d import ramp
from cnnquiz.curriculum.draw import Draw
from cnnquiz.curriculum.exercise import (
    Arguments,
    Case,
    Exercise,
    Law,
    Trial,
    Workload,
    pinned,
)
from cnnquiz.curriculum.normalization.batch_norm_backward_call import Backward
from cnnquiz.curriculum.normalization.batch_norm_backward_mistakes import (
    MISCONCEPTIONS,
)
from cnnquiz.curriculum.normalization.batch_norm_call import ALL_BUT_CHANNELS
from cnnquiz.curriculum.normalization.layer_norm import lost_by_centring


def draw(d: Draw) -> Arguments:
    """Draw a batch and a gradient of its shape; ε is large, so that it shows."""
    eps = d.choose("eps", 1.0, 0.5, 2.0, 0.125)
    n, c = d.integer("N", 1, 3), d.integer("C", 1, 3)
    height = d.integer("H", 1, 3)
    width = d.integer("W", 2 if n * height == 1 else 1, 4)
    values = d.choose("values", "integers", "reals")
    dtype = d.choose("dtype", np.float64, np.float64, np.float32)
    shape = (n, c, height, width)
    return {
        "dout": d.layout("dout", d.array("dout", shape, values, dtype)),
        "x": d.layout("x", d.array("x", shape, values, dtype)),
        "gamma": d.array("gamma", (c,), values, dtype),
        "eps": eps,
    }


def rounding(**given: Any) -> Any:
    """Centring loses digits, in x̂ and in the root; the sums have M terms each."""
    call = Backward(**given)
    lost = lost_by_centring(call.x, ALL_BUT_CHANNELS, call.eps).ravel()
    of_dout = np.abs(call.dout)
    total, largest = (f(of_dout, axis=ALL_BUT_CHANNELS) for f in (np.sum, np.max))
    standard = np.abs(call.x_hat).max(axis=ALL_BUT_CHANNELS)
    far = 2 * np.abs(call.x).max(axis=ALL_BUT_CHANNELS) * call.inverse
    paths = 2 * (1 + far**2) + (2 + standard) * lost
    dx = np.abs(call.gamma) * call.inverse * largest * paths
    return tuple((call.count + 8) * part for part in (dx, total * lost, total))


def matches_central_differences(trial: Trial) -> str | None:
    """Hold ⟨gradient, direction⟩ against the change of the loss along a direction."""
    given = trial.arguments
    dout, x, gamma = (given[k].astype(np.float64) for k in ("dout", "x", "gamma"))
    eps, beta = given.get("eps", 1e-5), np.zeros(len(gamma))
    if np.any(x.var(axis=ALL_BUT_CHANNELS) + eps < 0.1):
        return None  # too steep for a difference to be near the derivative
    rng = np.random.default_rng(0)

    def loss(x: Any, gamma: Any) -> float:
        y, _, _ = engine.batch_norm(x, gamma, beta, beta, beta + 1, eps=eps)
        return float(np.sum(dout * y))

    for part, (name, at) in enumerate((("dx", x), ("dgamma", gamma))):
        step = 1e-4 * rng.normal(size=at.shape)
        dx, dgamma = (step, 0 * gamma) if name == "dx" else (0 * x, step)
        change = (loss(x + dx, gamma + dgamma) - loss(x - dx, gamma - dgamma)) / 2
        products = np.asarray(trial.result[part], np.float64) * step
        size = float(np.sum(np.abs(products))) + 1e-4
        if abs(change - float(products.sum())) > 1e-2 * size:
            return (
                f"along one direction, {name} says {products.sum() / 1e-4:g} and the "
                f"loss {change / 1e-4:g}"
            )
    return None


def sums_to_zero(trial: Trial) -> str | None:
    """Shift a channel, and y stays: dx sums to zero in each channel."""
    dx = np.asarray(trial.result[0], np.float64)
    off = np.abs(dx.sum(axis=ALL_BUT_CHANNELS))
    size = np.abs(dx).sum(axis=ALL_BUT_CHANNELS) + 1
    if np.all(off <= 1e-2 * size):
        return None
    channel = int(np.argmax(off / size))
    return f"dx sums to {off[channel]:g} in channel {channel}, and should to 0"


def batch(why: str, *shape: int, **more: Any) -> Case:
    """Pin a batch by its shape."""
    gamma = np.array([2.0, -3.0])[: shape[1]]
    dout = np.flip(ramp(*shape)) + 1
    return pinned(why, dout=dout, x=ramp(*shape), gamma=gamma, **more)


def workload(size: int, rng: np.random.Generator) -> Arguments:
    """Return a batch whose images' rows grow; the rest stays."""
    shape = (2, 4, 4 * size, 16)
    return {
        "dout": rng.normal(size=shape),
        "x": rng.normal(size=shape),
        "gamma": rng.normal(size=4),
    }


EXERCISE = Exercise(
    slug="batch_norm_backward",
    reference=engine.batch_norm_backward,
    draw=draw,
    pinned=(
        pinned(
            "the worked example",
            dout=[[[[3.0, 5.0]]]],
            x=[[[[1.0, 5.0]]]],
            gamma=[16.0],
            eps=12.0,
        ),
        batch("two images, two channels", 2, 2, 2, 3, eps=1.0),
        batch("the default of eps", 2, 2, 2, 3),
        batch("three images of one pixel", 3, 2, 1, 1, eps=1.0),
        batch("one image", 1, 2, 2, 2, eps=0.5),
        pinned(
            "a channel that is constant",
            dout=[[[[1, 2]], [[3, -1]]], [[[6, 3]], [[0, 2]]]],
            x=[[[[3, 3]], [[0, 4]]], [[[3, 3]], [[8, 4]]]],
            gamma=[2, -3],
            eps=0.25,
        ),
        pinned(
            "a gradient that is alike everywhere",
            dout=np.ones((2, 1, 1, 2)),
            x=ramp(2, 1, 1, 2),
            gamma=[2.0],
            eps=1.0,
        ),
        pinned(
            "channels last in memory",
            dout=ramp(2, 3, 2, 2),
            x=(ramp(2, 2, 2, 3) + 1).transpose(0, 3, 1, 2),
            gamma=[2, -3, 4],
            eps=1.0,
        ),
        pinned(
            "float32",
            dout=ramp(2, 1, 2, 1).astype(np.float32),
            x=ramp(2, 1, 2, 1).astype(np.float32)[::-1],
            gamma=np.array([2], np.float32),
            eps=0.5,
        ),
    ),
    rounding=rounding,
    parts=("dx", "dgamma", "dbeta"),
    laws=(
        Law(
            "matches_differences",
            "matches central differences",
            matches_central_differences,
            cases=8,
        ),
        Law("balance", "sums to zero in each channel", sums_to_zero),
    ),
    misconceptions=MISCONCEPTIONS,
    workload=Workload(workload, limit=2_000, unit="the number of pixels"),
    hints=(
        "Begin with what is easy: y = γ · x̂ + β gives dβ = Σ dout and dγ = Σ dout · x̂, "
        "each over axes 0, 2 and 3. Keep x̂ and √(σ² + ε).",
        "Go on with dx̂ = γ · dout. Each x reaches x̂ by three paths: by itself, through "
        "the mean and through the variance. Write the derivative of each and add.",
        "Collected, dx = γ/√(σ² + ε) · (dout − dβ/M − x̂ · dγ/M), with γ, the root, dβ "
        "and dγ of shape (C, 1, 1).",
    ),
    follow_ups=(
        "What is dx in evaluation, where the running statistics are used?",
        "With two values a channel and a tiny ε, dx is nearly 0 whatever dout is: why?",
        "Which values does the forward pass have to keep for this, and how much memory "
        "is that?",
    ),
    topics=("normalization", "backpropagation"),
)
