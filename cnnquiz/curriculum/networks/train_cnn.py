"""train_cnn: digits among clutter, judged by what the trained network reads."""

from __future__ import annotations

from typing import Any

from cnnquiz import engine
from cnnquiz.curriculum.draw import Draw
from cnnquiz.curriculum.exercise import Arguments, Exercise, Training


def no_cases(d: Draw) -> Arguments:
    """Training tasks have no drawn cases."""
    raise NotImplementedError


def no_reference(x: Any, y: Any, rng: Any) -> Any:
    """Return nothing: any network that reads well enough is right."""
    raise NotImplementedError


EXERCISE = Exercise(
    slug="train_cnn",
    reference=no_reference,
    draw=no_cases,
    pinned=(),
    rounding=lambda **_: 1.0,
    misconceptions=(),
    workload=None,
    training=Training(
        data=engine.digits_among_clutter,
        predict="predict",
        gate=0.84,
        distinction=0.91,
        max_values=3_000,
        cpu_seconds=60.0,
    ),
    hints=(
        "Start small: two 3x3 convolutions with ReLU and 2x2 max pooling, then one linear "
        "layer. Check your gradients on a handful of images in float64 first.",
        "Ten and twenty filters make 2,730 parameters. Use He initialization, batches of "
        "32, and SGD with momentum 0.9 at a rate of about 0.03. Keep everything float32.",
        "A matrix product over im2col columns is fast enough: ten epochs take a few "
        "seconds. Let the rate fall along a cosine and use more epochs if the time allows.",
    ),
    follow_ups=(
        "Why does a fully connected network fail here, whatever its size?",
        "What would you look at first if the training loss did not fall?",
        "Where would more parameters help most, if the limit were gone?",
    ),
    topics=("architectures", "optimization"),
)
