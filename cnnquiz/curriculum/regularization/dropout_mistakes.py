"""What people make of dropout: each wrong way of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from cnnquiz import engine
from cnnquiz.curriculum.exercise import BY_ITS_LAW, Misconception


class _Global:
    """The old global generator, with the new one's method."""

    @staticmethod
    def random(shape: Any) -> Any:
        """Draw from NumPy's global state."""
        return np.random.random_sample(shape)  # noqa: NPY002 - that is the mistake


def _masked(mask: Callable[..., Any]) -> Callable[..., Any]:
    """Make a misconception from what it takes for the mask while training."""

    def wrong(x: Any, p: float, rng: Any, training: bool = True) -> Any:
        m = mask(x, p, rng).astype(x.dtype) if training else np.ones_like(x)
        return x * m, m

    return wrong


def whole_maps(x: Any, p: float, rng: Any) -> Any:
    """Draw once for each channel of each sample."""
    drawn = rng.random(x.shape[:2] + (1,) * (x.ndim - 2))
    return np.broadcast_to((drawn >= p) / (1 - p), x.shape)


def exact_count(x: Any, p: float, rng: Any) -> Any:
    """Drop p·n elements, wherever they are."""
    kept = rng.permutation(x.size) >= round(p * x.size)
    return (kept / (1 - p)).reshape(x.shape)


def nonzero_output(x: Any, p: float, rng: Any, training: bool = True) -> Any:
    """Take for dropped whatever is 0 in y."""
    y, mask = engine.dropout(x, p, rng, training)
    return y, ((y != 0) / (1 - p)).astype(x.dtype) if training else mask


def active_in_evaluation(x: Any, p: float, rng: Any, training: bool = True) -> Any:
    """Drop whatever the mode."""
    return engine.dropout(x, p, rng, True)


def scaled_in_evaluation(x: Any, p: float, rng: Any, training: bool = True) -> Any:
    """Pay a second time in evaluation."""
    if training:
        return engine.dropout(x, p, rng, True)
    mask = np.full_like(x, 1 - p)
    return x * mask, mask


def another_mask(x: Any, p: float, rng: Any, training: bool = True) -> Any:
    """Return a mask that was not the one applied."""
    y, _ = engine.dropout(x, p, rng, training)
    _, mask = engine.dropout(x, p, rng, training)
    return y, mask


def boolean_mask(x: Any, p: float, rng: Any, training: bool = True) -> Any:
    """Return which elements were kept."""
    y, mask = engine.dropout(x, p, rng, training)
    return y, mask > 0


def changes_x(x: Any, p: float, rng: Any, training: bool = True) -> Any:
    """Multiply in place."""
    _, mask = engine.dropout(x, p, rng, training)
    x *= mask
    return x.copy(), mask


def from_the_global_state(x: Any, p: float, rng: Any, training: bool = True) -> Any:
    """Draw from the old global generator."""
    old: Any = _Global()
    return engine.dropout(x, p, old, training)


MISCONCEPTIONS = (
    Misconception(
        "no-inverted-scaling",
        "survivors are not scaled",
        "Divide what is kept by 1 − p while training, so that the expected value "
        "stays and evaluation needs no scaling.",
        _masked(lambda x, p, rng: rng.random(x.shape) >= p),
        claimed_by=BY_ITS_LAW,
    ),
    Misconception(
        "scales-by-p",
        "survivors are divided by p",
        "p is the probability to drop; divide by the probability to keep, 1 − p.",
        _masked(lambda x, p, rng: (rng.random(x.shape) >= p) / (p or 1.0)),
        claimed_by=BY_ITS_LAW,
    ),
    Misconception(
        "double-scaling",
        "survivors are scaled twice",
        "Divide by 1 − p once.",
        _masked(lambda x, p, rng: (rng.random(x.shape) >= p) / (1 - p) ** 2),
        claimed_by=BY_ITS_LAW,
    ),
    Misconception(
        "p-is-keep-probability",
        "p is taken for the probability to keep",
        "Here p is the probability to drop, as in PyTorch; CS231n's p is the other.",
        _masked(lambda x, p, rng: (rng.random(x.shape) < p) / (1 - p)),
        claimed_by=BY_ITS_LAW,
        variants=(
            _masked(lambda x, p, rng: (rng.random(x.shape) < p) / p if p else x**0),
        ),
    ),
    Misconception(
        "hardcoded-half",
        "it drops half of them, whatever p is",
        "The rate is an argument: compare the draws with p, not with 0.5.",
        _masked(lambda x, p, rng: (rng.random(x.shape) >= 0.5) / (1 - p)),
        claimed_by=BY_ITS_LAW,
    ),
    Misconception(
        "ignores-eval-mode",
        "it drops in evaluation too",
        "With training=False, return x and a mask of ones.",
        active_in_evaluation,
        claimed_by=BY_ITS_LAW,
    ),
    Misconception(
        "scales-at-eval",
        "evaluation is scaled by 1 − p",
        "Inverted dropout has paid while training: evaluation is the identity.",
        scaled_in_evaluation,
        claimed_by=BY_ITS_LAW,
    ),
    Misconception(
        "mask-shared-across-batch",
        "one mask is used for the whole batch",
        "Draw for each element of each sample: rng.random(x.shape).",
        _masked(
            lambda x, p, rng: np.broadcast_to(
                (rng.random(x.shape[1:]) >= p) / (1 - p), x.shape
            )
        ),
        claimed_by=BY_ITS_LAW,
    ),
    Misconception(
        "drops-whole-channels",
        "whole maps are dropped together",
        "That is spatial dropout (Dropout2d). Here each element has a draw of its own: "
        "rng.random(x.shape).",
        _masked(whole_maps),
        claimed_by=BY_ITS_LAW,
    ),
    Misconception(
        "drops-exact-count",
        "it always drops the same number of elements",
        "Each element is dropped independently: how many are dropped varies from call to "
        "call, and p·n is only the mean.",
        _masked(exact_count),
        claimed_by=BY_ITS_LAW,
    ),
    Misconception(
        "mask-from-output",
        "the mask is read off where y is not zero",
        "An activation that is 0 is 0 in y although it was kept. Keep the mask that was "
        "drawn.",
        nonzero_output,
        claimed_by=BY_ITS_LAW,
    ),
    Misconception(
        "reseeds-each-call",
        "it makes a generator of its own with a fixed seed",
        "Draw from the rng that is passed in, or every layer drops the same elements.",
        lambda x, p, rng, training=True: engine.dropout(
            x, p, np.random.default_rng(0), training
        ),
        claimed_by=BY_ITS_LAW,
    ),
    Misconception(
        "returns-different-mask",
        "the mask is not the one that was applied",
        "Return the mask that y was made with: the backward pass multiplies by it.",
        another_mask,
        claimed_by=BY_ITS_LAW,
    ),
    Misconception(
        "boolean-mask",
        "the mask says which were kept, not by what they were multiplied",
        "The mask is the multiplier: 0 or 1/(1 − p), in the dtype of x.",
        boolean_mask,
        claimed_by="dtype",
    ),
    Misconception(
        "ignores-rng",
        "it draws from NumPy's global generator",
        "All randomness comes from the rng argument, so that a run can be repeated.",
        from_the_global_state,
        claimed_by="leaves_global_rng",
    ),
    Misconception(
        "mutates-input",
        "the argument is changed",
        "x *= mask writes into the caller's activations. Make a new array.",
        changes_x,
        claimed_by="leaves_inputs_unchanged",
    ),
)
