"""E[x²] − E[x]² far from 0: the law that shows it, and the mistake, of every norm."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from cnnquiz.curriculum.exercise import (
    BY_ITS_LAW,
    Broken,
    Case,
    Law,
    Misconception,
    Trial,
)

ID = "variance-by-squares"


def keeps_its_digits(
    case: Case, y: Callable[[Any], Any] = lambda result: result
) -> Law:
    """Make the law that a case of float32 values, 10,000 ± 1 and 20,000 ± 1, gives ±1.

    In float32 the mean is right to about 0.002, and the result with it. A difference of
    squares is a multiple of 8 there, and so never near 1. ``y`` picks the normalized
    array from what is returned.
    """

    def holds(trial: Trial) -> Broken | None:
        off = np.max(np.abs(y(trial.result) - y(trial.expected)))
        if off <= 0.05:
            return None
        return Broken(f"for values of 10,000 ± 1, the result is off by {off:.2g}", ID)

    return Law("far", "keeps its digits far from 0", holds, own_cases=(case,))


def variance_by_squares(
    implementation: Callable[..., Any], *variants: Callable[..., Any]
) -> Misconception:
    """Name the mistake, as it is written for one of the norms."""
    return Misconception(
        ID,
        "the variance is a difference of squares",
        "E[x²] − E[x]² subtracts two large numbers where x is far from 0, and little but "
        "rounding is left. Subtract the mean first, then square.",
        implementation,
        claimed_by=BY_ITS_LAW,
        variants=variants,
    )
