"""The generator cross-entropy-value: the loss of one prediction, from its logits."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from cnnquiz import engine
from cnnquiz.questions.generators.decimals import (
    apart,
    in_sum,
    listed,
    say,
    wrong_number,
)
from cnnquiz.questions.generators.framework import (
    SECONDS,
    Generator,
    redraw_unless,
    usable,
)
from cnnquiz.questions.generators.logits import draw_logits, shifted
from cnnquiz.questions.items import Item, Level, Number, NumberItem, Wrong

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

TOLERANCE = 0.0005


def make(rng: random.Random, level: Level) -> Item:
    """Draw logits and a label; at the hard level e^z overflows."""
    logits, label = draw_logits(rng, level)
    answer = _loss(logits, label)
    redraw_unless(0.05 < answer < 7)
    overflows = "" if level != "hard" else " Mind that e^z overflows here."
    return NumberItem(
        id="cross-entropy-value",
        topic="losses",
        level=level,
        seconds=2 * SECONDS[level],
        stem=(
            f"A classifier gives the logits {listed(logits)} to one image, whose true "
            f"class is {label}, counted from 0. What is the cross-entropy loss, in "
            f"nats (natural logarithm)? Three decimals.{overflows}"
        ),
        answer=answer,
        tolerance=TOLERANCE,
        wrong=usable(
            answer,
            _candidates(logits, label),
            {"double-softmax"} if level != "easy" else {"wrong-log-base"},
            differ=apart(5 * TOLERANCE),
        ),
        working=_working(logits, label, answer),
        source="Bishop, Pattern Recognition and Machine Learning (2006), §4.3.4",
        parameters={"logits": logits, "label": label},
    )


def _loss(logits: Sequence[float], label: int) -> float:
    row = np.array([logits], dtype=float)
    return float(engine.cross_entropy(row, np.array([label])))


def _candidates(logits: Sequence[int], label: int) -> list[Wrong[Number]]:
    shares = [math.exp(z) for z in shifted(logits)]
    probabilities = [share / sum(shares) for share in shares]
    p, best = probabilities[label], logits.index(max(logits))
    found = [
        (
            "wrong-log-base",
            -math.log2(p),
            "the logarithm to base 2; nats are of base e.",
        ),
        (
            "wrong-log-base",
            -math.log10(p),
            "the logarithm to base 10; nats are of base e.",
        ),
        (
            "double-softmax",
            _loss(probabilities, label),
            "softmax twice: the loss takes logits, not probabilities.",
        ),
        ("loss-is-probability", p, "stopping at the probability of the true class."),
        (
            "argmax-not-label",
            -math.log(probabilities[best]),
            f"scoring class {best}, the predicted one; the true class is {label}.",
        ),
        (
            "cross-entropy-sums-classes",
            -sum(math.log(one) for one in probabilities),
            "adding up the logarithms of all classes; only the true one counts.",
        ),
    ]
    return [wrong_number(*one) for one in found]


def _working(logits: Sequence[int], label: int, answer: float) -> str:
    top, powers = max(logits), shifted(logits)
    total = sum(math.exp(power) for power in powers)
    terms = " + ".join(f"{math.exp(power):.4f}" for power in powers)
    return (
        "The loss is −log p of the true class = log Σ e^z − z of the true class.\n"
        f"Take the largest logit, {say(top)}, away from all: {listed(powers)}. The "
        "loss stays the same.\n"
        f"Σ e^z = {terms} = {total:.4f}, and its logarithm is {math.log(total):.4f}.\n"
        f"Loss = {math.log(total):.4f} − {in_sum(powers[label])} = {say(answer)}"
    )


GENERATOR = Generator(
    id="cross-entropy-value",
    title="A cross-entropy loss",
    topic="losses",
    version=1,
    make=make,
)
