"""The generator softmax-value: the probability that softmax gives to a class."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from cnnquiz import engine
from cnnquiz.questions.generators.framework import (
    SECONDS,
    Generator,
    redraw_unless,
    usable,
    wrong,
)
from cnnquiz.questions.items import Item, Level, NumberItem, Wrong

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

TOLERANCE = 0.0005
# Answers closer than this could be mixed up by a learner who rounds early.
APART = 0.003


def make(rng: random.Random, level: Level) -> Item:
    """Draw three logits; at the hard level four, so large that e^z overflows."""
    count = 4 if level == "hard" else 3
    low, high = (0, 3) if level == "easy" else (-3, 3)
    offset = rng.choice((500, 800, 1000)) if level == "hard" else 0
    logits = [offset + rng.randint(low, high) for _ in range(count)]
    index = rng.randrange(count)
    redraw_unless(len(set(logits)) >= count - 1)
    answer = float(engine.softmax(np.array(logits, dtype=float))[index])
    redraw_unless(0.01 < answer < 0.95)
    return NumberItem(
        id="softmax-value",
        topic="losses",
        level=level,
        seconds=2 * SECONDS[level],
        stem=(
            f"The logits of {count} classes are {_listed(logits)}. What probability "
            f"does softmax give to class {index}, counted from 0? Three decimals."
        ),
        answer=answer,
        tolerance=TOLERANCE,
        wrong=usable(
            answer,
            _candidates(logits, index),
            {"overflow-unavoidable"} if level == "hard" else {"sigmoid-for-softmax"},
            differ=lambda one, other: abs(one - other) > APART,
        ),
        working=_working(logits, index, answer),
        source="Goodfellow, Bengio & Courville, Deep Learning (2016), §6.2.2.3",
        parameters={"logits": logits, "index": index},
    )


def _candidates(logits: Sequence[int], index: int) -> list[Wrong[float]]:
    z, top = logits[index], max(logits)
    shares = [math.exp(one - top) for one in logits]
    total = sum(shares)
    found = [
        (
            "sigmoid-for-softmax",
            1 / (1 + math.exp(-z)),
            "the sigmoid of one logit; softmax divides by the sum over all classes.",
        ),
        (
            "overflow-unavoidable",
            1 / len(logits),
            "letting all exponentials overflow; take the largest logit away first.",
        ),
        (
            "no-exp",
            z / sum(logits) if sum(logits) else 0.0,
            "dividing the logits by their sum; softmax takes exponentials first.",
        ),
        (
            "softmax-divides-by-max",
            shares[index],
            "dividing by the largest exponential; the divisor is the sum of all.",
        ),
        (
            "softmax-excludes-itself",
            shares[index] / (total - shares[index]),
            "leaving the class itself out of the sum below: these are odds.",
        ),
        (
            "double-softmax",
            _softmax([share / total for share in shares])[index],
            "applying softmax twice.",
        ),
    ]
    return [
        wrong(name, value, f"{value:.3f} comes from {text}")
        for name, value, text in found
        if 0 < value < 0.9995 and (top > 100 or name != "overflow-unavoidable")
    ]


def _softmax(values: Sequence[float]) -> list[float]:
    total = sum(math.exp(value) for value in values)
    return [math.exp(value) / total for value in values]


def _working(logits: Sequence[int], index: int, answer: float) -> str:
    top = max(logits)
    powers = [one - top for one in logits]
    shares = [math.exp(power) for power in powers]
    above = " + ".join(f"{share:.4f}" for share in shares)
    return (
        f"Take the largest logit, {top}, away from all: {_listed(powers)}. The result "
        "stays the same.\n"
        f"Exponentials: {', '.join(f'{share:.4f}' for share in shares)}.\n"
        f"p = {shares[index]:.4f}/({above}) = {shares[index]:.4f}/{sum(shares):.4f} = "
        f"{answer:.4f}"
    )


def _listed(values: Sequence[int]) -> str:
    return ", ".join(str(value).replace("-", "−") for value in values)


GENERATOR = Generator(
    id="softmax-value",
    title="A softmax probability",
    topic="losses",
    version=1,
    make=make,
)
