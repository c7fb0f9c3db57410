"""label_smoothing_loss: what it is tried on, and what people make of it."""

from __future__ import annotations

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

if TYPE_CHECKING:
    from collections.abc import Callable

    from cnnquiz.curriculum.draw import Draw


def draw(d: Draw) -> Arguments:
    """Draw several samples and classes, with scores that overflow now and then."""
    n, classes = d.integer("N", 1, 5), d.integer("C", 1, 5)
    values = d.choose("values", "integers", "reals", "large")
    dtype = d.choose("dtype", np.float64, np.float64, np.float32)
    return {
        "logits": d.layout("logits", d.array("logits", (n, classes), values, dtype)),
        "labels": d.integers("labels", (n,), 0, classes - 1),
        "smoothing": d.choose("smoothing", 0.5, 0.1, 0.25, 0.0, 1.0),
    }


def rounding(logits: Any, labels: Any, smoothing: float) -> Any:
    """Return classes times scores: both are summed and averaged."""
    return (logits.shape[1] + 8) * (1 + np.max(np.abs(logits), initial=0.0))


def shift_changes_nothing(trial: Trial) -> str | None:
    """Add a constant to all scores."""
    shifted = float(trial.call(logits=trial.arguments["logits"] + 5))
    once = float(trial.result)
    near = abs(shifted - once) <= 1e-3 * (1 + abs(once))
    return None if near else f"adding 5 to all scores gives {shifted:g} after {once:g}"


def _against(targets: Callable[[Any, float, int], Any]) -> Callable[..., Any]:
    """Make a loss with other targets, from one-hot rows, ε and C."""

    def loss(logits: Any, labels: Any, smoothing: float) -> Any:
        classes = logits.shape[1]
        t = targets(engine.one_hot(labels, classes), smoothing, classes)
        return -(t * engine.log_softmax(logits, 1)).sum() / len(labels)

    return loss


def _scaled(factor: Callable[[Any], float]) -> Callable[..., Any]:
    """Make the right loss times a factor that depends on the logits."""

    def loss(logits: Any, labels: Any, smoothing: float) -> Any:
        right = engine.label_smoothing_loss(logits, labels, smoothing)
        return right * factor(logits)

    return loss


def clipped(logits: Any, labels: Any, smoothing: float) -> Any:
    """Take the logarithm of probabilities that are kept away from zero."""
    classes = logits.shape[1]
    t = (1 - smoothing) * engine.one_hot(labels, classes) + smoothing / classes
    return -(t * np.log(engine.softmax(logits, 1) + 1e-7)).sum() / len(labels)


def no_shift(logits: Any, labels: Any, smoothing: float) -> Any:
    """Take exp of the scores as they are."""
    classes = logits.shape[1]
    t = (1 - smoothing) * engine.one_hot(labels, classes) + smoothing / classes
    powers = np.exp(logits)
    logs = np.log(powers / powers.sum(axis=1, keepdims=True))
    return -(t * logs).sum() / len(labels)


EXERCISE = Exercise(
    slug="label_smoothing_loss",
    reference=engine.label_smoothing_loss,
    draw=draw,
    pinned=(
        pinned(
            "the worked example",
            logits=[[1000, 0]],
            labels=np.array([0]),
            smoothing=0.5,
        ),
        pinned(
            "three classes", logits=[[1, 2, 3]], labels=np.array([0]), smoothing=0.25
        ),
        pinned(
            "three samples, four classes",
            logits=[[1, 0, 2, -1], [0, 0, 0, 0], [3, -2, 0.5, 1]],
            labels=np.array([2, 3, 1]),
            smoothing=0.1,
        ),
        pinned(
            "no smoothing",
            logits=[[2, 0], [1, 3]],
            labels=np.array([0, 0]),
            smoothing=0.0,
        ),
        pinned(
            "all smoothing", logits=[[2, 0, -1]], labels=np.array([0]), smoothing=1.0
        ),
        pinned("one class", logits=[[7], [2]], labels=np.array([0, 0]), smoothing=0.5),
        pinned(
            "float32",
            logits=np.array([[1.5, -0.5, 2.0]], np.float32),
            labels=np.array([1]),
            smoothing=0.5,
        ),
    ),
    rounding=rounding,
    laws=(
        Law(
            "shift",
            "does not change when all scores are shifted",
            shift_changes_nothing,
        ),
    ),
    misconceptions=(
        Misconception(
            "smoothing-others-only",
            "the smoothing goes to the other classes only",
            "The share ε is spread over all C classes, so the right one gets 1 − ε + "
            "ε/C and each other ε/C.",
            _against(
                lambda y, e, c: (1 - e) * y + e / max(c - 1, 1) * (1 - y),
            ),
        ),
        Misconception(
            "right-class-without-share",
            "the right class gets 1 − ε and no ε/C",
            "The targets must sum to 1: the right class has its own ε/C on top of 1 − "
            "ε.",
            _against(lambda y, e, c: (1 - e) * y + e / c * (1 - y)),
        ),
        Misconception(
            "smoothing-not-divided",
            "every class gets ε, not ε/C",
            "The share ε is divided among the C classes.",
            _against(lambda y, e, c: (1 - e) * y + e),
        ),
        Misconception(
            "smoothing-ignored",
            "the smoothing is left out",
            "This is the plain cross-entropy. Replace the one-hot targets by smoothed "
            "ones.",
            _against(lambda y, e, c: y),
        ),
        Misconception(
            "smoothing-inverted",
            "ε and 1 − ε are exchanged",
            "With ε = 0 the loss is the plain cross-entropy: the label weighs 1 − ε.",
            _against(lambda y, e, c: e * y + (1 - e) / c),
        ),
        Misconception(
            "sum-not-mean",
            "the loss is summed over the batch",
            "Divide by N, so that the step does not depend on the size of the batch.",
            _scaled(lambda logits: float(len(logits))),
        ),
        Misconception(
            "mean-over-all",
            "the mean is taken over samples and classes",
            "The weighted terms of a sample are summed; only the samples are averaged.",
            _scaled(lambda logits: 1 / float(logits.shape[1])),
        ),
        Misconception(
            "sign-missing",
            "the sign is missing",
            "The loss is minus the weighted log-probability, so it is never negative.",
            _scaled(lambda logits: -1.0),
        ),
        Misconception(
            "log-clip-eps",
            "the loss is capped by an epsilon in the logarithm",
            "log(p + 1e-7) hides the largest losses. Use log-sum-exp: it needs no "
            "epsilon.",
            clipped,
        ),
        Misconception(
            "no-max-shift",
            "large scores overflow",
            "exp(1000) is infinite. Pull the maximum of each row out of the logarithm.",
            no_shift,
        ),
    ),
    workload=Workload(
        lambda size, rng: {
            "logits": rng.normal(size=(8 * size, 16)),
            "labels": rng.integers(0, 16, 8 * size),
            "smoothing": 0.1,
        },
        # Of plain loops, measured: 62.
        limit=1_000,
        unit="the number of samples",
    ),
    hints=(
        (
            "Write the row of targets down for C = 4, ε = 0.2 and label 1. What is its "
            "sum?"
        ),
        "t = (1 − ε) · one_hot + ε/C; the loss is −Σ t · log softmax, averaged over N.",
        (
            "With logp of shape (N, C): −(1 − ε) · logp[range(N), labels].mean() − "
            "ε · logp.mean()."
        ),
    ),
    follow_ups=(
        (
            "Which logits make this loss smallest, and how do they differ from those of "
            "the plain cross-entropy?"
        ),
        "What is the gradient with respect to the logits?",
        "What does smoothing do to calibration, and to distillation from this network?",
    ),
    topics=("losses", "overfitting"),
)
