"""What people make of focal_loss."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from cnnquiz import engine
from cnnquiz.curriculum.exercise import Misconception


def _terms(logits: Any, targets: Any, alpha: float) -> tuple[Any, Any, Any]:
    """Return αₜ, 1 − pₜ and −log pₜ."""
    z = np.where(targets == 1, logits, -logits)
    return (
        np.where(targets == 1, alpha, 1 - alpha),
        engine.sigmoid(-z),
        np.logaddexp(0, -z),
    )


Element = Callable[[Any, Any, float, float], Any]
"""What a wrong idea makes of logits, targets, γ and α, element by element."""


def _mean(element: Element) -> Callable[..., Any]:
    def wrong(
        logits: Any, targets: Any, gamma: float = 2.0, alpha: float = 0.25
    ) -> Any:
        return np.mean(element(logits, targets, gamma, alpha))

    return wrong


def _weighing(weight: Callable[[Any, float], Any]) -> Callable[..., Any]:
    """Make a misconception from what it takes for αₜ."""

    def element(logits: Any, targets: Any, gamma: float, alpha: float) -> Any:
        _, miss, surprise = _terms(logits, targets, alpha)
        return weight(targets, alpha) * miss**gamma * surprise

    return _mean(element)


def _focusing(focus: Callable[[Any, float, Any], Any]) -> Callable[..., Any]:
    """Make a misconception from what it makes of 1 − pₜ, γ and the logits."""

    def element(logits: Any, targets: Any, gamma: float, alpha: float) -> Any:
        weight, miss, surprise = _terms(logits, targets, alpha)
        return weight * focus(miss, gamma, logits) * surprise

    return _mean(element)


def _from_probabilities(
    log: Callable[[Any], Any] = np.log, clip: float = 0.0
) -> Callable[..., Any]:
    """Make a misconception that takes a logarithm of pₜ after it has rounded."""

    def element(logits: Any, targets: Any, gamma: float, alpha: float) -> Any:
        p = np.clip(1 / (1 + np.exp(-logits)), clip, 1 - clip)
        pt = np.where(targets == 1, p, 1 - p)
        weight = np.where(targets == 1, alpha, 1 - alpha)
        return -weight * (1 - pt) ** gamma * log(pt)

    return _mean(element)


def _times(factor: Callable[[Any], float]) -> Callable[..., Any]:
    """Make the right loss times a factor that depends on the targets."""

    def wrong(
        logits: Any, targets: Any, gamma: float = 2.0, alpha: float = 0.25
    ) -> Any:
        return factor(targets) * engine.focal_loss(logits, targets, gamma, alpha)

    return wrong


def both_terms(logits: Any, targets: Any, gamma: float, alpha: float) -> Any:
    """Add both classes' terms, of which the targets leave one: 0 · log 0 is nan."""
    p = 1 / (1 + np.exp(-logits))
    positive = alpha * targets * (1 - p) ** gamma * np.log(p)
    return -positive - (1 - alpha) * (1 - targets) * p**gamma * np.log(1 - p)


def softplus_overflows(logits: Any, targets: Any, gamma: float, alpha: float) -> Any:
    """Write log(1 + exp(−z)) as it is."""
    weight, miss, _ = _terms(logits, targets, alpha)
    z = np.where(targets == 1, logits, -logits)
    return weight * miss**gamma * np.log(1 + np.exp(-z))


def each(logits: Any, targets: Any, gamma: float = 2.0, alpha: float = 0.25) -> Any:
    """Leave the mean out."""
    weight, miss, surprise = _terms(logits, targets, alpha)
    return weight * miss**gamma * surprise


def each_row(logits: Any, targets: Any, gamma: float = 2.0, alpha: float = 0.25) -> Any:
    """Average along the last axis alone."""
    return np.mean(each(logits, targets, gamma, alpha), axis=-1)


def of_the_mean(
    logits: Any, targets: Any, gamma: float = 2.0, alpha: float = 0.25
) -> Any:
    """Average the cross-entropy first, and take one pₜ of that."""
    weight, _, surprise = _terms(logits, targets, alpha)
    mean = np.mean(surprise)
    return np.mean(weight) * (1 - np.exp(-mean)) ** gamma * mean


def of_the_mean_by_alpha(
    logits: Any, targets: Any, gamma: float = 2.0, alpha: float = 0.25
) -> Any:
    """Do the same, with α for both classes."""
    mean = np.mean(_terms(logits, targets, alpha)[2])
    return alpha * (1 - np.exp(-mean)) ** gamma * mean


def logits_as_probabilities(
    logits: Any, targets: Any, gamma: float, alpha: float
) -> Any:
    """Leave the sigmoid out."""
    pt = np.where(targets == 1, logits, 1 - logits)
    weight = np.where(targets == 1, alpha, 1 - alpha)
    return -weight * (1 - pt) ** gamma * np.log(pt)


MISCONCEPTIONS = (
    Misconception(
        "alpha-on-wrong-class",
        "α weighs the negatives",
        "A positive has the weight alpha, a negative 1 − alpha. That ¼ favours the "
        "negatives is meant so: γ has already pushed down the many easy ones.",
        _weighing(lambda t, alpha: np.where(t == 1, 1 - alpha, alpha)),
    ),
    Misconception(
        "alpha-for-both-classes",
        "α weighs both classes",
        "With one weight for all, alpha only scales the loss. A negative has 1 − alpha.",
        _weighing(lambda t, alpha: alpha),
    ),
    Misconception(
        "negatives-not-weighted",
        "the negatives have weight 1",
        "A negative has the weight 1 − alpha.",
        _weighing(lambda t, alpha: np.where(t == 1, alpha, 1.0)),
    ),
    Misconception(
        "alpha-ignored",
        "α is left out",
        "Weigh a positive by alpha and a negative by 1 − alpha.",
        _weighing(lambda t, alpha: 1.0),
    ),
    Misconception(
        "alpha-hardcoded",
        "α is always ¼",
        "0.25 is only the default. Use the argument.",
        _weighing(lambda t, alpha: np.where(t == 1, 0.25, 0.75)),
    ),
    Misconception(
        "negatives-missing",
        "the negatives do not count",
        "Background is what most boxes hold, and it has a loss too: pₜ = 1 − p.",
        _weighing(lambda t, alpha: alpha * t),
    ),
    Misconception(
        "modulates-with-p",
        "easy examples count more, not less",
        "The factor is (1 − pₜ)^γ: near 0 where pₜ is near 1.",
        _focusing(lambda miss, gamma, logits: (1 - miss) ** gamma),
    ),
    Misconception(
        "p-for-pt",
        "the factor is taken from the positive class for all",
        "For a negative pₜ is 1 − p, so its factor is p^γ.",
        _focusing(lambda miss, gamma, logits: engine.sigmoid(-logits) ** gamma),
    ),
    Misconception(
        "power-inside",
        "the power is taken of pₜ, not of 1 − pₜ",
        "Subtract first: (1 − pₜ)^γ, not 1 − pₜ^γ.",
        _focusing(lambda miss, gamma, logits: 1 - (1 - miss) ** gamma),
    ),
    Misconception(
        "gamma-ignored",
        "γ is left out",
        "This is the α-weighted cross-entropy. Multiply by (1 − pₜ)^γ.",
        _focusing(lambda miss, gamma, logits: 1.0),
    ),
    Misconception(
        "gamma-hardcoded",
        "γ is always 2",
        "2 is only the default. Use the argument.",
        _focusing(lambda miss, gamma, logits: miss**2),
    ),
    Misconception(
        "gamma-as-factor",
        "γ multiplies, and is no exponent",
        "(1 − pₜ)^γ: γ is the power.",
        _focusing(lambda miss, gamma, logits: gamma * miss),
    ),
    Misconception(
        "modulates-mean",
        "the mean is taken before the factor",
        "Each element has a pₜ and a factor of its own. A cross-entropy that is averaged "
        "already knows nothing of easy and hard ones.",
        of_the_mean,
        variants=(of_the_mean_by_alpha,),
    ),
    Misconception(
        "sum-not-mean",
        "the loss is summed",
        "Take the mean over all elements.",
        _times(lambda t: float(t.size)),
    ),
    Misconception(
        "divides-by-positives",
        "the sum is divided by the number of positives",
        "RetinaNet does that. Here the loss is the mean over all elements.",
        _times(lambda t: t.size / max(float(t.sum()), 1.0)),
    ),
    Misconception(
        "not-averaged",
        "each element's loss comes back",
        "The loss is one number: the mean over all elements.",
        each,
        variants=(each_row,),
    ),
    Misconception(
        "sign-missing",
        "the sign is missing",
        "log pₜ is negative, and a loss is not: −αₜ · (1 − pₜ)^γ · log pₜ.",
        _times(lambda t: -1.0),
    ),
    Misconception(
        "takes-logits-for-probabilities",
        "the sigmoid is left out",
        "Logits may be any number. p = σ(logit) is between 0 and 1.",
        _mean(logits_as_probabilities),
    ),
    Misconception(
        "log-of-rounded",
        "sure mistakes cost infinity or nan",
        "pₜ rounds to 0, and its logarithm is infinite. −log pₜ = log(1 + exp(−z)) with "
        "z = ±logit: np.logaddexp(0, −z) does not overflow.",
        _from_probabilities(),
        variants=(_mean(both_terms), _mean(softplus_overflows)),
    ),
    Misconception(
        "log-clip-eps",
        "the loss is capped by an epsilon in the logarithm",
        "log(pₜ + 1e-7) hides the largest losses. np.logaddexp(0, −z) needs no epsilon.",
        _from_probabilities(lambda pt: np.log(pt + 1e-7)),
        variants=(
            _from_probabilities(lambda pt: np.log(np.maximum(pt, 1e-7))),
            _from_probabilities(lambda pt: np.log(pt + 1e-8)),
            _from_probabilities(lambda pt: np.log(np.maximum(pt, 1e-8))),
            _from_probabilities(clip=1e-7),
            _from_probabilities(clip=1e-8),
            _from_probabilities(clip=1e-12),
        ),
    ),
)
