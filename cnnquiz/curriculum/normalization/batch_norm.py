"""batch_norm: what it is tried on, and the laws that it keeps."""

from __future__ import annotations

from typing import Any

import numpy as np

from cnnquiz import engine
from cnnquiz.curriculum.convolution.conv2d import ramp
from cnnquiz.curriculum.draw import Draw
from cnnquiz.curriculum.exercise import (
    Arguments,
    Exercise,
    Law,
    Trial,
    Workload,
    pinned,
)
from cnnquiz.curriculum.normalization.batch_norm_call import (
    ALL_BUT_CHANNELS,
    Call,
    column,
)
from cnnquiz.curriculum.normalization.batch_norm_mistakes import MISCONCEPTIONS
from cnnquiz.curriculum.normalization.far_from_zero import keeps_its_digits


def draw(d: Draw) -> Arguments:
    """Draw batches in training and in evaluation; ε is large, so that it shows."""
    training = d.choose("training", True, True, False)
    momentum = d.choose("momentum", 0.25, 0.5, 0.125, 0.75)
    eps = d.choose("eps", 1.0, 0.5, 2.0, 0.125)
    n, c = d.integer("N", 1, 3), d.integer("C", 1, 3)
    height = d.integer("H", 1, 3)
    width = d.integer("W", 2 if n * height == 1 else 1, 4)
    values = d.choose("values", "integers", "reals")
    dtype = d.choose("dtype", np.float64, np.float64, np.float32)
    return {
        "x": d.layout("x", d.array("x", (n, c, height, width), values, dtype)),
        "gamma": d.array("gamma", (c,), values, dtype),
        "beta": d.array("beta", (c,), values, dtype),
        "running_mean": d.array("running_mean", (c,), values, dtype),
        "running_var": d.array("running_var", (c,), "positive", dtype),
        "momentum": momentum,
        "eps": eps,
        "training": training,
    }


def rounding(**given: Any) -> Any:
    """Centring loses digits where x is far from 0; so does E[x²] − E[x]² for σ²."""
    call = Call(**given)
    count = call.x.size // call.x.shape[1] + 8
    largest = np.abs(call.x).max(axis=ALL_BUT_CHANNELS) + np.abs(call.centre)
    inverse = 1 / np.sqrt(call.spread + call.eps)
    standard = np.abs(call.x - column(call.centre)).max(axis=ALL_BUT_CHANNELS) * inverse
    lost = largest * inverse + standard * (1 + (largest * inverse) ** 2)
    sizes = np.abs(call.gamma) * lost + np.abs(call.beta)
    new_mean = call.moved(np.abs(call.running_mean), largest)
    new_var = call.moved(call.running_var, 2 * largest**2)
    return count * sizes, count * new_mean, count * new_var


def standardises(trial: Trial) -> str | None:
    """Train on the batch: each channel's mean is β, and its deviation |γ|, but for ε."""
    call = Call(**trial.arguments)
    y = trial.call(training=True)[0]
    deviation = np.abs(call.gamma) * np.sqrt(
        call.batch_var / (call.batch_var + call.eps)
    )
    for what, got, want in (
        ("mean", y.mean(axis=ALL_BUT_CHANNELS), call.beta),
        ("standard deviation", y.std(axis=ALL_BUT_CHANNELS), deviation),
    ):
        off = np.abs(got - want)
        if np.any(off > 1e-2 * (1 + np.abs(call.gamma) + np.abs(call.beta))):
            channel = int(np.argmax(off))
            return (
                f"in training, channel {channel} of y has {what} {got[channel]:g} and "
                f"should have {want[channel]:g}"
            )
    return None


def evaluates_images_apart(trial: Trial) -> str | None:
    """Evaluate the first image alone: its output is what it was in the batch."""
    x = trial.arguments["x"]
    if x[0, 0].size < 2:
        return None
    together = trial.call(training=False)[0][:1]
    alone = trial.call(training=False, x=x[:1])[0]
    off = float(np.max(np.abs(together - alone), initial=0.0))
    size = float(np.max(np.abs(together), initial=1.0))
    if off <= 1e-3 * size:
        return None
    return "in evaluation, an image's output depends on the rest of the batch"


def trains_without_the_past(trial: Trial) -> str | None:
    """Train with other running statistics: y stays."""
    given = trial.arguments
    y = trial.call(training=True)[0]
    other = trial.call(
        training=True,
        running_mean=given["running_mean"] + 3,
        running_var=4 * given["running_var"],
    )[0]
    off = float(np.max(np.abs(other - y), initial=0.0))
    size = float(np.max(np.abs(y), initial=1.0))
    return (
        None if off <= 1e-3 * size else "in training, y depends on the running values"
    )


def workload(size: int, rng: np.random.Generator) -> Arguments:
    """Return a batch whose images' rows grow; the rest stays."""
    return {
        "x": rng.normal(size=(2, 4, 4 * size, 16)),
        "gamma": rng.normal(size=4),
        "beta": rng.normal(size=4),
        "running_mean": rng.normal(size=4),
        "running_var": rng.random(4) + 0.5,
    }


ONE_CHANNEL: Arguments = {
    "x": np.array([[[[1.0, 5.0]]]]),
    "gamma": np.array([10.0]),
    "beta": np.array([1.0]),
    "running_mean": np.array([0.0]),
    "running_var": np.array([1.0]),
}
TWO_CHANNELS: Arguments = {
    "gamma": np.array([2.0, -3.0]),
    "beta": np.array([1.0, 10.0]),
    "running_mean": np.array([4.0, -2.0]),
    "running_var": np.array([9.0, 16.0]),
}
FAR = pinned(
    "far from 0",
    x=np.array(
        [[[[9999, 10001]], [[20001, 19999]]], [[[10001, 9999]], [[19999, 20001]]]],
        np.float32,
    ),
    gamma=np.ones(2, np.float32),
    beta=np.zeros(2, np.float32),
    running_mean=np.zeros(2, np.float32),
    running_var=np.ones(2, np.float32),
)
EXERCISE = Exercise(
    slug="batch_norm",
    reference=engine.batch_norm,
    draw=draw,
    pinned=(
        pinned("the worked example", **ONE_CHANNEL, momentum=0.5, eps=12.0),
        pinned(
            "the worked example in evaluation",
            **ONE_CHANNEL,
            momentum=0.5,
            eps=8.0,
            training=False,
        ),
        pinned("the defaults", x=ramp(2, 2, 2, 3), **TWO_CHANNELS),
        pinned(
            "the defaults in evaluation",
            x=ramp(2, 2, 2, 3),
            **TWO_CHANNELS,
            training=False,
        ),
        pinned(
            "three images of one pixel",
            x=ramp(3, 2, 1, 1),
            **TWO_CHANNELS,
            momentum=0.25,
            eps=1.0,
        ),
        pinned(
            "a channel that is constant",
            x=[[[[3, 3]], [[0, 4]]], [[[3, 3]], [[8, 4]]]],
            **TWO_CHANNELS,
            momentum=0.25,
        ),
        pinned(
            "only this batch counts", x=ramp(1, 2, 2, 2), **TWO_CHANNELS, momentum=1.0
        ),
        pinned(
            "channels last in memory",
            x=ramp(2, 3, 4, 2).transpose(0, 3, 1, 2),
            **TWO_CHANNELS,
            eps=1.0,
        ),
        pinned(
            "float32",
            x=ramp(2, 1, 2, 1).astype(np.float32),
            gamma=np.array([2], np.float32),
            beta=np.array([-1], np.float32),
            running_mean=np.array([1], np.float32),
            running_var=np.array([2], np.float32),
            eps=0.5,
        ),
    ),
    rounding=rounding,
    parts=("y", "running_mean", "running_var"),
    laws=(
        Law("standard", "gives each channel mean β and deviation γ", standardises),
        Law("apart", "treats images apart in evaluation", evaluates_images_apart),
        Law(
            "present", "looks at this batch alone in training", trains_without_the_past
        ),
        keeps_its_digits(FAR, lambda result: result[0]),
    ),
    misconceptions=MISCONCEPTIONS,
    # Of plain loops, measured: 260.
    workload=Workload(workload, limit=2_000, unit="the number of pixels"),
    hints=(
        "How many means does a batch of 8 images with 3 channels have? Over which axes "
        "is each of them taken?",
        "x.mean(axis=(0, 2, 3)) has shape (C,). Reshape it to (C, 1, 1) before you "
        "subtract it, and gamma and beta likewise.",
        "x.var divides by M: right for y. For running_var multiply it by M / (M - 1), "
        "and mix with (1 - momentum) * running + momentum * new.",
    ),
    follow_ups=(
        "Why does a convolution before a batch norm not need a bias?",
        "What goes wrong with batches of one or two images, and what helps?",
        "What do you forget in evaluation if you do not switch the layer's mode?",
    ),
    topics=("normalization",),
)
