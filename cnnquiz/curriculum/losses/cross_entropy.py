"""cross_entropy: what it is tried on, and what people make of it."""

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

if TYPE_CHECKING:
    from cnnquiz.curriculum.draw import Draw


def draw(d: Draw) -> Arguments:
    """Draw several samples and classes, with scores that overflow now and then."""
    n, classes = d.integer("N", 1, 5), d.integer("C", 1, 5)
    values = d.choose("values", "integers", "reals", "large", "large")
    dtype = d.choose("dtype", np.float64, np.float64, np.float32, np.int64)
    return {
        "logits": d.layout("logits", d.array("logits", (n, classes), values, dtype)),
        "labels": d.integers("labels", (n,), 0, classes - 1),
    }


def rounding(logits: Any, labels: Any) -> Any:
    """Return classes times scores: both are summed over classes and samples."""
    return (logits.shape[1] + 8) * (1 + np.max(np.abs(logits), initial=0.0))


def _log_probabilities(logits: Any) -> Any:
    return engine.log_softmax(logits, 1)


def _right(logs: Any, labels: Any) -> Any:
    return logs[np.arange(len(labels)), labels]


def kept_from_zero(epsilon: float, *, clip: bool) -> Callable[..., Any]:
    """Take the logarithm of probabilities that are kept away from zero."""

    def clipped(logits: Any, labels: Any) -> Any:
        right = _right(engine.softmax(logits, 1), labels)
        away = np.clip(right, epsilon, 1) if clip else right + epsilon
        return -np.log(away).mean()

    return clipped


EPSILONS = (1e-5, 1e-6, 1e-8, 1e-9, 1e-10, 1e-12, 1e-15, 1e-16, 1e-20, 1e-30)


def no_shift(logits: Any, labels: Any) -> Any:
    """Take exp of the scores as they are."""
    powers = np.exp(logits)
    return -np.log(_right(powers / powers.sum(axis=1, keepdims=True), labels)).mean()


def global_maximum(logits: Any, labels: Any) -> Any:
    """Shift all rows by one maximum."""
    shifted = logits - logits.max()
    return (np.log(np.exp(shifted).sum(axis=1)) - _right(shifted, labels)).mean()


def quotient_after_global_maximum(logits: Any, labels: Any) -> Any:
    """Shift all rows by one maximum, and take the logarithm of the quotient."""
    return no_shift(logits - logits.max(), labels)


def classes_from_labels(logits: Any, labels: Any) -> Any:
    """Multiply by one-hot rows that are as long as the labels are high."""
    truth = np.eye(labels.max() + 1)[labels]
    return -(truth * _log_probabilities(logits)).sum() / len(labels)


def takes_probabilities(logits: Any, labels: Any) -> Any:
    """Take the logarithm of the scores."""
    return -np.log(_right(logits, labels)).mean()


def shift_changes_nothing(trial: Trial) -> str | None:
    """Add a constant to all scores."""
    shifted = float(trial.call(logits=trial.arguments["logits"] + 5))
    once = float(trial.result)
    near = abs(shifted - once) <= 1e-3 * (1 + abs(once))
    return None if near else f"adding 5 to all scores gives {shifted:g} after {once:g}"


EXERCISE = Exercise(
    slug="cross_entropy",
    reference=engine.cross_entropy,
    draw=draw,
    pinned=(
        pinned(
            "the worked example", logits=[[0, 0], [1000, 0]], labels=np.array([1, 0])
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
        pinned("integers", logits=np.array([[1, 5], [0, 2]]), labels=np.array([0, 1])),
        pinned(
            "float32",
            logits=np.array([[1.5, -0.5, 2.0]], np.float32),
            labels=np.array([1]),
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
            "sum-not-mean",
            "the loss is summed over the batch",
            "Divide by N, so that the step does not depend on the size of the batch.",
            lambda logits, labels: engine.cross_entropy(logits, labels) * len(labels),
        ),
        Misconception(
            "mean-over-all",
            "the mean is taken over samples and classes",
            "Only the N right entries count: divide by N, not by N·C.",
            lambda logits, labels: (
                engine.cross_entropy(logits, labels) / logits.shape[1]
            ),
        ),
        Misconception(
            "logits-as-probs",
            "the scores are taken for probabilities",
            "Logits are scores of any sign. Turn them into log-probabilities first.",
            takes_probabilities,
        ),
        Misconception(
            "double-softmax",
            "softmax is applied twice",
            "The loss applies softmax itself; pass it the raw scores once.",
            lambda logits, labels: engine.cross_entropy(
                engine.softmax(logits, 1), labels
            ),
        ),
        Misconception(
            "log-clip-eps",
            "the loss is capped by an epsilon in the logarithm",
            "log(p + 1e-7) hides the largest losses. Use log-sum-exp: it needs no "
            "epsilon.",
            kept_from_zero(1e-7, clip=False),
            variants=(
                *(kept_from_zero(e, clip=False) for e in EPSILONS),
                *(kept_from_zero(e, clip=True) for e in (1e-7, *EPSILONS)),
            ),
        ),
        Misconception(
            "no-max-shift",
            "large scores overflow",
            "exp(1000) is infinite. Pull the maximum of each row out of the logarithm.",
            no_shift,
        ),
        Misconception(
            "global-max-shift",
            "one maximum is subtracted from all rows",
            "In a row far below the largest score of all, every exp is 0 and its "
            "logarithm −∞. Shift each row by its own maximum: axis=1, keepdims=True.",
            global_maximum,
            variants=(quotient_after_global_maximum,),
        ),
        Misconception(
            "classes-from-max",
            "the number of classes is read from the labels",
            "A batch need not hold the last class: np.eye(labels.max() + 1) is then too "
            "small. The scores know it: logits.shape[1].",
            classes_from_labels,
        ),
        Misconception(
            "softmax-over-batch",
            "softmax runs over the batch",
            "Classes compete with each other, samples do not: normalize along axis 1.",
            lambda logits, labels: (
                -_right(engine.log_softmax(logits, 0), labels).mean()
            ),
        ),
        Misconception(
            "sign-missing",
            "the sign is missing",
            "The loss is minus the log-probability, so it is never negative.",
            lambda logits, labels: -engine.cross_entropy(logits, labels),
        ),
        Misconception(
            "log2",
            "the logarithm has base 2",
            "Losses are in nats: use the natural logarithm.",
            lambda logits, labels: engine.cross_entropy(logits, labels) / np.log(2),
        ),
        Misconception(
            "argmax-not-label",
            "the predicted class is scored",
            "Score the right class, also where the classifier prefers another one.",
            lambda logits, labels: engine.cross_entropy(logits, logits.argmax(axis=1)),
        ),
        Misconception(
            "labels-one-based",
            "the labels are taken to begin at 1",
            "Labels begin at 0; labels - 1 scores the class before, and -1 is the "
            "last.",
            lambda logits, labels: (
                -_right(_log_probabilities(logits), labels - 1).mean()
            ),
        ),
        Misconception(
            "fancy-index-block",
            "every sample is scored with every label",
            "logp[:, labels] is an N by N block. Pair rows and labels: "
            "logp[np.arange(N), labels].",
            lambda logits, labels: -_log_probabilities(logits)[:, labels].mean(),
        ),
    ),
    workload=Workload(
        lambda size, rng: {
            "logits": rng.normal(size=(8 * size, 16)),
            "labels": rng.integers(0, 16, 8 * size),
        },
        # Of plain loops, measured: 23.
        limit=500,
        unit="the number of samples",
    ),
    hints=(
        "Which of the C numbers in a row does the loss look at, once softmax is done?",
        (
            "log(softmax) of a small probability is log(0). Write the logarithm of the "
            "quotient as a difference first."
        ),
        (
            "loss_n = log Σ_c exp(z_c − m) − (z_label − m) with m = max z; pick the "
            "labels' scores with z[np.arange(N), labels]."
        ),
    ),
    follow_ups=(
        "What loss does an untrained classifier with C classes have, and why?",
        "What is the gradient with respect to the logits?",
        "What goes wrong when a network ends in softmax and the loss applies it again?",
    ),
    topics=("losses",),
)
