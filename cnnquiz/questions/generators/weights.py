"""What the steps of optimizer-step share: the weights drawn, and the item's form."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from cnnquiz.questions.generators.decimals import apart, tidy
from cnnquiz.questions.generators.framework import SECONDS, redraw_unless, usable
from cnnquiz.questions.items import Item, Level, Number, NumberItem, Wrong

if TYPE_CHECKING:
    import random

    from numpy.typing import NDArray

TOLERANCE = 0.0005


def draw_tenths(rng: random.Random, most: float = 4) -> float:
    """Draw a number of one decimal, positive or negative, that is not near 0."""
    return rng.choice((-1, 1)) * rng.randint(2, round(10 * most)) / 10


def as_arrays(*values: float) -> list[NDArray[np.float64]]:
    """Return each number as an array of one cell, as the engine takes it."""
    return [np.array([value], dtype=float) for value in values]


def step_item(
    *,
    level: Level,
    stem: str,
    answer: float,
    candidates: list[Wrong[Number]],
    targets: set[str],
    working: str,
    source: str,
    parameters: dict[str, object],
) -> Item:
    """Return the question where a weight stands after a step."""
    redraw_unless(abs(answer) > 0.01)
    return NumberItem(
        id="optimizer-step",
        topic="optimization",
        level=level,
        seconds=2 * SECONDS[level],
        stem=f"{stem} Three decimals.",
        answer=tidy(answer),
        tolerance=TOLERANCE,
        wrong=usable(answer, candidates, targets, differ=apart(5 * TOLERANCE)),
        working=working,
        source=source,
        parameters=parameters,
    )
