"""cross_entropy_backward: what it is tried on, and what people make of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from cnnquiz import engine
from cnnquiz.curriculum.exercise import (
    Arguments,
    Exercise,
    Law,
    Misconception,
    Trial,
    Workload,
    pinned,
)
from cnnquiz.curriculum.losses.cross_entropy import EPSILONS

if TYPE_CHECKING:
    from cnnquiz.curriculum.draw import Draw


def draw(d: Draw) -> Arguments:
    """Draw several samples and classes, with scores that overflow now and then."""
    n, classes = d.integer("N", 1, 5), d.integer("C", 1, 5)
    values = d.choose("values", "integers", "reals", "large", "large")
    dtype = d.choose("dtype", np.float64, np.float64, np.float32)
    return {
        "logits": d.layout("logits", d.array("logits", (n, classes), values, dtype)),
        "labels": d.integers("labels", (n,), 0, classes - 1),
    }


def rounding(logits: Any, labels: Any) -> Any:
    """exp(z − max) is off by |z − max| · u where it is not zero: beyond 100 it is."""
    spread = np.max(np.abs(logits), initial=1.0)
    return (logits.shape[1] + 8) * min(2 * spread, 200.0) / len(labels)


def rows_sum_to_zero(trial: Trial) -> str | None:
    """Add up each row."""
    off = float(np.max(np.abs(np.sum(trial.result, axis=1)), initial=0.0))
    return None if off < 1e-3 else f"a row of the gradient sums to {off:g} and not to 0"


def _truth(probabilities: Any, labels: Any) -> Any:
    return np.eye(probabilities.shape[1])[labels]


def _minus_truth(probabilities: Any, labels: Any) -> Any:
    gradient = probabilities.copy()
    gradient[np.arange(len(labels)), labels] -= 1
    return gradient / len(labels)


def no_shift(logits: Any, labels: Any) -> Any:
    """Take exp of the scores as they are."""
    powers = np.exp(logits)
    return _minus_truth(powers / powers.sum(axis=1, keepdims=True), labels)


def global_maximum(logits: Any, labels: Any) -> Any:
    """Shift all rows by one maximum."""
    return no_shift(logits - logits.max(), labels)


def divided_first(logits: Any, labels: Any) -> Any:
    """Divide the probabilities by N, and only then subtract 1."""
    probabilities = engine.softmax(logits, 1)
    return probabilities / len(labels) - _truth(probabilities, labels)


def by_the_probabilities(epsilon: float, *, clip: bool = False) -> Callable[..., Any]:
    """Take the gradient with respect to what softmax returns, kept away from zero."""

    def gradient(logits: Any, labels: Any) -> Any:
        p = engine.softmax(logits, 1)
        away = np.maximum(p, epsilon) if clip else p + epsilon
        return -_truth(p, labels) / away / len(labels)

    return gradient


def column_block(logits: Any, labels: Any) -> Any:
    """Subtract from whole columns."""
    gradient = engine.softmax(logits, 1)
    gradient[:, labels] -= 1
    return gradient / len(labels)


def in_place(logits: Any, labels: Any) -> Any:
    """Put the gradient into the caller's logits."""
    logits[...] = engine.cross_entropy_backward(logits, labels)
    return logits


EXERCISE = Exercise(
    slug="cross_entropy_backward",
    reference=engine.cross_entropy_backward,
    draw=draw,
    pinned=(
        pinned(
            "the worked example", logits=[[0, 0], [1000, 0]], labels=np.array([0, 1])
        ),
        pinned("one sample, three classes", logits=[[1, 2, 3]], labels=np.array([0])),
        pinned(
            "three samples, four classes",
            logits=[[1, 0, 2, -1], [0, 0, 0, 0], [3, -2, 0.5, 1]],
            labels=np.array([2, 3, 1]),
        ),
        pinned("sure and wrong", logits=[[-500, 500, 0]], labels=np.array([0])),
        pinned(
            "as many samples as classes",
            logits=[[1, 4], [2, -3]],
            labels=np.array([1, 1]),
        ),
        pinned("one class", logits=[[7], [-2]], labels=np.array([0, 0])),
        pinned(
            "float32",
            logits=np.array([[1.5, -0.5, 2.0]], np.float32),
            labels=np.array([1]),
        ),
        pinned(
            "transposed logits",
            logits=np.array([[1.0, 2.0], [0.0, -1.0], [3.0, 0.5]]).T,
            labels=np.array([2, 0]),
        ),
    ),
    rounding=rounding,
    laws=(Law("rows_sum_to_zero", "has rows that sum to 0", rows_sum_to_zero),),
    misconceptions=(
        Misconception(
            "grad-not-divided",
            "the gradient is not divided by N",
            "The loss is a mean over the batch, so its gradient has the factor 1/N "
            "too.",
            lambda logits, labels: (
                engine.cross_entropy_backward(logits, labels) * len(labels)
            ),
        ),
        Misconception(
            "grad-mean-over-all",
            "the gradient is divided by N·C",
            "The loss is the mean over N samples, not over all N·C entries.",
            lambda logits, labels: (
                engine.cross_entropy_backward(logits, labels) / logits.shape[1]
            ),
        ),
        Misconception(
            "grad-sign-flipped",
            "the sign is turned",
            "It is predicted minus true. True minus predicted climbs the loss.",
            lambda logits, labels: -engine.cross_entropy_backward(logits, labels),
        ),
        Misconception(
            "grad-missing-subtract",
            "nothing is subtracted at the right class",
            "Subtract 1 from the probability of the right class: that is what pulls "
            "its score up.",
            lambda logits, labels: engine.softmax(logits, 1) / len(labels),
        ),
        Misconception(
            "divided-before-subtracting",
            "the 1 is subtracted after the division by N",
            "It is (p − y)/N: both the probabilities and the 1 are divided. Subtract "
            "first, then divide.",
            divided_first,
        ),
        Misconception(
            "grad-wrt-probabilities",
            "this is the gradient with respect to the probabilities",
            "−1/p at the right class is the slope of the logarithm alone. Go on through "
            "softmax: with respect to the scores it becomes p − y.",
            by_the_probabilities(0),
            variants=(
                *(by_the_probabilities(e) for e in (1e-7, *EPSILONS)),
                *(by_the_probabilities(e, clip=True) for e in (1e-7, *EPSILONS)),
            ),
        ),
        Misconception(
            "softmax-over-batch",
            "softmax runs over the batch",
            "Classes compete with each other, samples do not: normalize along axis 1.",
            lambda logits, labels: _minus_truth(engine.softmax(logits, 0), labels),
        ),
        Misconception(
            "no-max-shift",
            "large scores overflow",
            "exp(1000) is infinite. Subtract the maximum of each row first.",
            no_shift,
        ),
        Misconception(
            "global-max-shift",
            "one maximum is subtracted from all rows",
            "A row far below the largest score of all turns into 0/0. Shift each row by "
            "its own maximum: axis=1, keepdims=True.",
            global_maximum,
        ),
        Misconception(
            "logits-as-probs",
            "the scores are taken for probabilities",
            "Turn the scores into probabilities by softmax first.",
            lambda logits, labels: _minus_truth(logits, labels),
        ),
        Misconception(
            "fancy-index-block",
            "whole columns are changed",
            "p[:, labels] -= 1 changes every row. Pair rows and labels: "
            "p[np.arange(N), labels].",
            column_block,
        ),
        Misconception(
            "labels-one-based",
            "the labels are taken to begin at 1",
            "Labels begin at 0; labels − 1 is the class before, and −1 the last one.",
            lambda logits, labels: engine.cross_entropy_backward(
                logits, (labels - 1) % logits.shape[1]
            ),
        ),
        Misconception(
            "mutates-input",
            "the logits are changed",
            "Work on a copy: the caller still needs the logits.",
            in_place,
            claimed_by="leaves_inputs_unchanged",
        ),
    ),
    workload=Workload(
        lambda size, rng: {
            "logits": rng.normal(size=(8 * size, 16)),
            "labels": rng.integers(0, 16, 8 * size),
        },
        # Of plain loops, measured: 45.
        limit=1_000,
        unit="the number of samples",
    ),
    hints=(
        (
            "Write one sample's loss as log Σ exp(z) − z_label and differentiate both "
            "terms."
        ),
        (
            "The first term gives softmax(z), the second a 1 at the label. What does the "
            "mean over the batch add?"
        ),
        "p = softmax of each row; p[np.arange(N), labels] -= 1; divide by N.",
    ),
    follow_ups=(
        "Why is this simpler than the gradients of softmax and of the logarithm apart?",
        "How large can an entry get, and what does that say about training stability?",
        "What changes with label smoothing?",
    ),
    topics=("losses", "backpropagation"),
)
