"""What people make of adam_step."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from cnnquiz import engine
from cnnquiz.curriculum.exercise import Arguments, Misconception


def _means(g: Any, m: Any, v: Any, beta1: float, beta2: float) -> Any:
    return beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g**2


def _corrected(m: Any, v: Any, t: int, beta1: float, beta2: float) -> Any:
    return m / (1 - np.float64(beta1) ** t), v / (1 - np.float64(beta2) ** t)


def _step(m_hat: Any, v_hat: Any, eps: float) -> Any:
    return m_hat / (np.sqrt(v_hat) + eps)


def by(
    means: Callable[..., Any] = _means,
    corrected: Callable[..., Any] = _corrected,
    step: Callable[..., Any] = _step,
) -> Callable[..., Any]:
    """Make a misconception from other moments, corrections or steps."""

    def wrong(
        param: Any,
        grad: Any,
        m: Any,
        v: Any,
        t: int,
        lr: float = 1e-3,
        beta1: float = 0.9,
        beta2: float = 0.999,
        eps: float = 1e-8,
    ) -> Any:
        m, v = means(grad, m, v, beta1, beta2)
        m_hat, v_hat = corrected(m, v, t, beta1, beta2)
        return param - lr * step(m_hat, v_hat, eps), m, v

    return wrong


def changed(change: Callable[..., Any]) -> Callable[..., Any]:
    """Make a misconception that changes some arguments and then takes the step."""

    def wrong(**given: Any) -> Any:
        return engine.adam_step(**given | change(**given))

    return _positional(wrong)


def returning(other: Callable[..., Any]) -> Callable[..., Any]:
    """Make a misconception that steps right and returns other moments."""

    def wrong(**given: Any) -> Any:
        moved, m, v = engine.adam_step(**given)
        return moved, *other(given, m, v)

    return _positional(wrong)


NAMES = ("param", "grad", "m", "v", "t")
DEFAULTS: Arguments = {"lr": 1e-3, "beta1": 0.9, "beta2": 0.999, "eps": 1e-8}


def _positional(function: Callable[..., Any]) -> Callable[..., Any]:
    return lambda *values, **named: function(
        **DEFAULTS | dict(zip(NAMES, values, strict=False)) | named
    )


def epsilon_hat(
    param: Any,
    grad: Any,
    m: Any,
    v: Any,
    t: int,
    lr: float = 1e-3,
    beta1: float = 0.9,
    beta2: float = 0.999,
    eps: float = 1e-8,
) -> Any:
    """Add ε to the root before it is corrected."""
    m, v = _means(grad, m, v, beta1, beta2)
    rate = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    return param - rate * m / (np.sqrt(v) + eps), m, v


def in_place(
    param: Any,
    grad: Any,
    m: Any,
    v: Any,
    t: int,
    lr: float = 1e-3,
    beta1: float = 0.9,
    beta2: float = 0.999,
    eps: float = 1e-8,
) -> Any:
    """Update the caller's moments."""
    moved, m[...], v[...] = engine.adam_step(
        param, grad, m, v, t, lr, beta1, beta2, eps
    )
    return moved, m, v


def _complements(beta1: float, beta2: float) -> Arguments:
    return {"beta1": 1 - beta1, "beta2": 1 - beta2}


def _mean(g: Any, v: Any, beta2: float) -> Any:
    return beta2 * v + (1 - beta2) * g


MISCONCEPTIONS = (
    Misconception(
        "no-bias-correction",
        "the moments are not corrected",
        "m and v begin at zero and are too small at first: divide them by 1 − β₁ᵗ and "
        "1 − β₂ᵗ.",
        by(corrected=lambda m, v, t, beta1, beta2: (m, v)),
    ),
    Misconception(
        "corrects-one-moment",
        "only one of the two moments is corrected",
        "Both began at zero: divide m by 1 − β₁ᵗ and v by 1 − β₂ᵗ.",
        by(corrected=lambda m, v, t, b1, b2: (m / (1 - b1**t), v)),
        variants=(by(corrected=lambda m, v, t, b1, b2: (m, v / (1 - b2**t))),),
    ),
    Misconception(
        "t-off-by-one",
        "the correction counts the steps wrongly",
        "t is the number of this step, counted from 1: use βᵗ, neither t + 1 nor t − 1.",
        by(corrected=lambda m, v, t, b1, b2: _corrected(m, v, t + 1, b1, b2)),
        variants=(
            by(corrected=lambda m, v, t, b1, b2: _corrected(m, v, t - 1, b1, b2)),
        ),
    ),
    Misconception(
        "beta-not-raised-to-t",
        "the correction does not depend on t",
        "Divide by 1 − βᵗ, which comes near 1 as t grows, and not by 1 − β.",
        by(corrected=lambda m, v, t, b1, b2: _corrected(m, v, 1, b1, b2)),
    ),
    Misconception(
        "eps-inside-sqrt",
        "ε is inside the root",
        "The denominator is √v̂ + ε. Inside the root, ε = 10⁻⁸ counts as 10⁻⁴.",
        by(step=lambda m_hat, v_hat, eps: m_hat / np.sqrt(v_hat + eps)),
        variants=(by(step=lambda m_hat, v_hat, eps: m_hat / np.sqrt(v_hat + eps**2)),),
    ),
    Misconception(
        "eps-before-bias-correction",
        "ε is added before v is corrected",
        "Correct v first: √(v / (1 − β₂ᵗ)) + ε. Putting the corrections into the "
        "learning rate makes ε larger in the first steps.",
        epsilon_hat,
    ),
    Misconception(
        "eps-hardcoded",
        "ε is always 10⁻⁸",
        "1e-8 is only the default. Use the argument.",
        changed(lambda **_: {"eps": 1e-8}),
    ),
    Misconception(
        "betas-swapped",
        "beta1 and beta2 are swapped",
        "beta1 belongs to m, the mean of the gradients, and beta2 to v, the mean of "
        "their squares.",
        changed(lambda beta1, beta2, **_: {"beta1": beta2, "beta2": beta1}),
    ),
    Misconception(
        "one-minus-beta-roles",
        "β weighs the new gradient, not the past",
        "m = β₁·m + (1 − β₁)·g: β is the share of the past.",
        by(means=lambda g, m, v, b1, b2: _means(g, m, v, 1 - b1, 1 - b2)),
        variants=(changed(lambda beta1, beta2, **_: _complements(beta1, beta2)),),
    ),
    Misconception(
        "gradient-not-weighted",
        "the new gradient enters the moments with weight 1",
        "m = β₁·m + (1 − β₁)·g: a mean, not the sum that momentum takes. So is v.",
        by(means=lambda g, m, v, b1, b2: (b1 * m + g, b2 * v + g**2)),
    ),
    Misconception(
        "missing-sqrt",
        "the root of v is missing",
        "v̂ holds squares: divide by √v̂ + ε, so that the step has no unit.",
        by(step=lambda m_hat, v_hat, eps: m_hat / (v_hat + eps)),
    ),
    Misconception(
        "v-not-squared",
        "v averages the gradient, not its square",
        "v = β₂·v + (1 − β₂)·g²: square each element of the gradient.",
        by(means=lambda g, m, v, b1, b2: (_means(g, m, v, b1, b2)[0], _mean(g, v, b2))),
        variants=(
            by(
                means=lambda g, m, v, b1, b2: (
                    _means(g, m, v, b1, b2)[0],
                    _mean(np.abs(g), v, b2),
                )
            ),
        ),
    ),
    Misconception(
        "stores-corrected-moments",
        "the corrected moments come back",
        "The correction serves this step only. Return m and v as they were before it, "
        "or the next step corrects them again.",
        returning(
            lambda given, m, v: _corrected(
                m, v, given["t"], given["beta1"], given["beta2"]
            )
        ),
    ),
    Misconception(
        "moments-not-returned",
        "the moments that come back are the old ones",
        "Return the new m and v: the next step begins with them.",
        returning(lambda given, m, v: (given["m"], given["v"])),
    ),
    Misconception(
        "ascends",
        "it steps up the gradient",
        "The gradient points to where the loss grows: subtract the step.",
        by(step=lambda m_hat, v_hat, eps: -_step(m_hat, v_hat, eps)),
    ),
    Misconception(
        "mutates-input",
        "the arguments are changed",
        "m *= beta1 and m += ... write into the caller's arrays. Make new ones.",
        in_place,
        claimed_by="leaves_inputs_unchanged",
    ),
)
