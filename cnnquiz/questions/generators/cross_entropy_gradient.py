"""The generator cross-entropy-gradient: how the loss of one image pulls its logits."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from cnnquiz import engine
from cnnquiz.questions.generators.decimals import listed, say, tidy
from cnnquiz.questions.generators.framework import (
    SECONDS,
    Generator,
    redraw_unless,
    usable,
    wrong,
)
from cnnquiz.questions.generators.logits import draw_logits, shifted
from cnnquiz.questions.items import Array, Item, Level, Wrong

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

    from cnnquiz.questions.items import Number

    Row: TypeAlias = tuple[tuple[Number, ...]]

TOLERANCE = 0.0005


def make(rng: random.Random, level: Level) -> Item:
    """Draw logits and a label; at the hard level e^z overflows."""
    logits, label = draw_logits(rng, level)
    answer = _row(_gradient(logits, label))
    # Smaller numbers are all rounding.
    redraw_unless(min(abs(value) for value in answer[0]) > 0.004)
    return Array(
        id="cross-entropy-gradient",
        topic="losses",
        level=level,
        seconds=2 * SECONDS[level],
        stem=(
            f"A classifier gives the logits {listed(logits)} to one image, whose true "
            f"class is {label}, counted from 0. What is the gradient of the "
            "cross-entropy loss with respect to the logits? One row, three decimals."
        ),
        answer=answer,
        tolerance=TOLERANCE,
        wrong=usable(
            answer,
            _candidates(logits, label),
            {"grad-sign-flipped", "grad-missing-subtract"},
            differ=_differ,
        ),
        working=_working(logits, label, answer),
        source="Bishop, Pattern Recognition and Machine Learning (2006), §4.3.4",
        parameters={"logits": logits, "label": label},
    )


def _gradient(logits: Sequence[float], label: int) -> list[float]:
    row = np.array([logits], dtype=float)
    values: list[float] = engine.cross_entropy_backward(row, np.array([label])).tolist()
    return values[0]  # type: ignore[return-value]


def _row(values: Sequence[float]) -> Row:
    return (tuple(tidy(value) for value in values),)


def _differ(one: Row, other: Row) -> bool:
    pairs = zip(one[0], other[0], strict=True)
    return any(abs(a - b) > 5 * TOLERANCE for a, b in pairs)


def _candidates(logits: Sequence[int], label: int) -> list[Wrong[Row]]:
    p = _probabilities(logits)
    gradient = _gradient(logits, label)
    found = [
        (
            "grad-sign-flipped",
            [-value for value in gradient],
            "true minus predicted, which climbs the loss; it is predicted minus true.",
        ),
        (
            "grad-missing-subtract",
            p,
            f"the probabilities alone; at class {label} the 1 of the true class is "
            "taken away.",
        ),
        (
            "sigmoid-slope-for-softmax",
            [one * (1 - one) for one in p],
            "p·(1 − p), softmax's own slope; the logarithm of the loss cancels it.",
        ),
        (
            "only-true-class-has-gradient",
            [value if i == label else 0 for i, value in enumerate(gradient)],
            "moving the true class alone; softmax ties all logits together.",
        ),
        (
            "double-softmax",
            _gradient(p, label),
            "softmax twice: the loss takes logits, not probabilities.",
        ),
    ]
    return [
        wrong(name, _row(values), f"{listed(values)} comes from {text}")
        for name, values, text in found
    ]


def _probabilities(logits: Sequence[int]) -> list[float]:
    shares = [math.exp(power) for power in shifted(logits)]
    return [share / sum(shares) for share in shares]


def _working(logits: Sequence[int], label: int, answer: Row) -> str:
    powers, p = shifted(logits), _probabilities(logits)
    shares = [math.exp(power) for power in powers]
    return (
        "The gradient is predicted minus true: softmax less 1 at the true class.\n"
        f"Logits less the largest: {listed(powers)}; exponentials: "
        f"{', '.join(f'{share:.4f}' for share in shares)}; sum {sum(shares):.4f}.\n"
        f"softmax: {', '.join(f'{one:.4f}' for one in p)}.\n"
        f"At class {label}: {p[label]:.4f} − 1 = {say(p[label] - 1)}. Together: "
        f"{listed(answer[0])}. They add up to 0."
    )


GENERATOR = Generator(
    id="cross-entropy-gradient",
    title="The gradient of the cross-entropy",
    topic="losses",
    version=1,
    make=make,
)
