"""gradient_check: what it is tried on, and what people make of it."""

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

FLOOR = 1e-8


def draw(d: Draw) -> Arguments:
    """Draw gradients of ordinary size or below the floor, far apart or almost alike."""
    gap = d.choose("gap", 1.0, 1.0, 1e-3, 1e-8)
    size = d.choose("size", 1.0, 1e-3, 1e-9)
    rank = d.integer("axes", 1, 3)
    shape = [d.integer(f"length {axis}", 1, 4) for axis in range(rank)]
    values = d.choose("values", "integers", "reals")
    analytic = size * d.array("analytic", shape, values)
    numeric = analytic + size * gap * d.array("difference", shape, values)
    return {
        "analytic": d.layout("analytic", analytic),
        "numeric": d.layout("numeric", numeric),
    }


def sides_may_be_swapped(trial: Trial) -> str | None:
    """Exchange the two gradients."""
    given = trial.arguments
    swapped = trial.call(analytic=given["numeric"], numeric=given["analytic"])
    same = abs(float(swapped) - float(trial.result)) <= 1e-12
    return None if same else "exchanging the two gradients changes the result"


def one_wrong_element(trial: Trial) -> str | None:
    """Let the two agree everywhere but in the last element."""
    analytic = np.ascontiguousarray(trial.arguments["analytic"])
    numeric = analytic.copy()
    analytic.flat[-1], numeric.flat[-1] = 1, -1
    got = float(trial.call(analytic=analytic, numeric=numeric))
    if abs(got - 1) <= 1e-12:
        return None
    return f"1 against −1 in the last element alone gives {got:g} and should give 1"


def _largest(
    size: Callable[[Any, Any], Any], floor: float = FLOOR
) -> Callable[..., Any]:
    """Make a misconception from what the difference is divided by."""
    return lambda analytic, numeric: np.max(
        np.abs(analytic - numeric) / np.maximum(size(analytic, numeric), floor)
    )


def _sum(a: Any, n: Any) -> Any:
    return np.abs(a) + np.abs(n)


def _ratios(analytic: Any, numeric: Any) -> Any:
    return np.abs(analytic - numeric) / np.maximum(_sum(analytic, numeric), FLOOR)


def _whole(measure: Callable[[Any], Any], floor: float = FLOOR) -> Callable[..., Any]:
    """Make a misconception that takes one ratio of whole arrays."""
    return lambda analytic, numeric: (
        measure(analytic - numeric)
        / np.maximum(measure(analytic) + measure(numeric), floor)
    )


def equal_where_zero(analytic: Any, numeric: Any) -> Any:
    """Treat 0 against 0 alone, and leave tiny gradients as they are."""
    size = _sum(analytic, numeric)
    return np.max(np.abs(analytic - numeric) / np.where(size == 0, 1, size))


def in_float32(analytic: Any, numeric: Any) -> Any:
    """Lose what the check is about."""
    return engine.gradient_check(
        analytic.astype(np.float32).astype(np.float64),
        numeric.astype(np.float32).astype(np.float64),
    )


MISCONCEPTIONS = (
    Misconception(
        "relative-nan",
        "the floor below is missing",
        "Where both gradients are 0 this is 0/0, and where both are tiny it calls "
        "rounding an error. Divide by max(|a| + |n|, 10⁻⁸).",
        _largest(_sum, floor=0.0),
        variants=(equal_where_zero,),
    ),
    Misconception(
        "eps-added",
        "the floor is added",
        "Take the larger of |a| + |n| and 10⁻⁸. Their sum makes each ratio smaller.",
        lambda analytic, numeric: np.max(
            np.abs(analytic - numeric) / (_sum(analytic, numeric) + FLOOR)
        ),
    ),
    Misconception(
        "absolute-error",
        "the difference is not divided",
        "A difference of 10⁻⁶ is nothing for a gradient of 10 and all of one of 10⁻⁶: "
        "divide by |a| + |n|.",
        lambda analytic, numeric: np.max(np.abs(analytic - numeric)),
    ),
    Misconception(
        "divides-by-one-side",
        "only one of the gradients is divided by",
        "The one may be 0 where the other is not. |a| + |n| treats both alike and keeps "
        "the ratio between 0 and 1.",
        _largest(lambda a, n: np.abs(a)),
        variants=(
            _largest(lambda a, n: np.abs(n)),
            _largest(lambda a, n: np.abs(a), floor=0.0),
            _largest(lambda a, n: np.abs(n), floor=0.0),
        ),
    ),
    Misconception(
        "divides-by-larger",
        "it divides by the larger of the two",
        "Some notes take max(|a|, |n|). Here it is the sum, so that the ratio is at most "
        "1.",
        _largest(lambda a, n: np.maximum(np.abs(a), np.abs(n))),
        variants=(_largest(lambda a, n: np.maximum(np.abs(a), np.abs(n)), floor=0.0),),
    ),
    Misconception(
        "divides-by-mean",
        "it divides by the mean of the two",
        "The sum |a| + |n| is not halved: opposite signs give 1, not 2.",
        _largest(lambda a, n: _sum(a, n) / 2),
    ),
    Misconception(
        "abs-of-sum",
        "the two cancel below",
        "With opposite signs a + n is near 0, and the ratio has no bound. Take the "
        "absolute values first: |a| + |n|.",
        _largest(lambda a, n: np.abs(a + n)),
        variants=(_largest(lambda a, n: a + n),),
    ),
    Misconception(
        "signed-error",
        "the sign of the difference is kept",
        "Where a is smaller than n the difference is negative, and the maximum passes it "
        "over. Take |a − n|.",
        lambda analytic, numeric: np.max(
            (analytic - numeric) / np.maximum(_sum(analytic, numeric), FLOOR)
        ),
        variants=(
            lambda analytic, numeric: np.max(
                (numeric - analytic) / np.maximum(_sum(analytic, numeric), FLOOR)
            ),
        ),
    ),
    Misconception(
        "mean-for-max",
        "the ratios are averaged",
        "One wrong element among a thousand hardly moves a mean. Take the largest.",
        lambda analytic, numeric: np.mean(_ratios(analytic, numeric)),
    ),
    Misconception(
        "sum-for-max",
        "the ratios are added up",
        "A sum grows with the number of elements, right ones too. Take the largest.",
        lambda analytic, numeric: np.sum(_ratios(analytic, numeric)),
    ),
    Misconception(
        "one-ratio-for-all",
        "one ratio is taken of the whole arrays",
        "In norms or maxima over the arrays, large right elements hide a small wrong "
        "one. Divide element by element, then take the maximum.",
        _whole(lambda g: np.sqrt(np.sum(g * g))),
        variants=(
            _whole(lambda g: np.sqrt(np.sum(g * g)), floor=0.0),
            _whole(lambda g: np.max(np.abs(g))),
            _whole(lambda g: np.sum(np.abs(g))),
            lambda analytic, numeric: (
                np.max(np.abs(analytic - numeric))
                / np.maximum(np.max(_sum(analytic, numeric)), FLOOR)
            ),
        ),
    ),
    Misconception(
        "no-max",
        "the ratios come back, not the largest of them",
        "The check ends in one number: return the maximum over all elements.",
        _ratios,
        variants=(
            lambda analytic, numeric: np.max(_ratios(analytic, numeric), axis=0),
        ),
    ),
    Misconception(
        "float32",
        "the check is made in single precision",
        "float32 cannot tell a relative difference of 10⁻⁹ from 0, nor from 10⁻⁷. "
        "Stay in float64.",
        in_float32,
    ),
)

PINNED = (
    pinned("the worked example", analytic=[1, 2, 0], numeric=[3, 2, 0]),
    pinned("nothing but zeros", analytic=[0, 0], numeric=[0, 0]),
    pinned("opposite signs", analytic=[[1, -2]], numeric=[[-1, -2]]),
    pinned("zero against 3", analytic=[0, 4], numeric=[3, 4]),
    pinned("both below the floor", analytic=[2e-9], numeric=[1e-9]),
    pinned("small gradients", analytic=[1e-5, 1], numeric=[3e-5, 1]),
    pinned("a difference of a billionth", analytic=[1.0], numeric=[1.000000002]),
    pinned(
        "one wrong among large ones",
        analytic=[[100, -200, 300], [50, 1, -80]],
        numeric=[[100, -200, 300], [50, 3, -80]],
    ),
    pinned(
        "a transposed array",
        analytic=np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]).T,
        numeric=[[1, 4], [2, 6], [3, 6]],
    ),
)
EXERCISE = Exercise(
    slug="gradient_check",
    reference=engine.gradient_check,
    draw=draw,
    pinned=PINNED,
    # A ratio is at most 1, and no more than four operations are rounded.
    rounding=lambda analytic, numeric: 4.0,
    precision="double",
    laws=(
        Law("symmetric", "treats both gradients alike", sides_may_be_swapped),
        Law("one_wrong", "sees one wrong element", one_wrong_element),
    ),
    misconceptions=MISCONCEPTIONS,
    workload=Workload(
        lambda size, rng: {
            "analytic": rng.normal(size=(size, 256)),
            "numeric": rng.normal(size=(size, 256)),
        },
        limit=1_000,
        unit="the number of elements",
    ),
    hints=(
        "Is a difference of 0.001 large? Work it out for a gradient of 1,000 and for one "
        "of 0.001.",
        "Three steps on whole arrays: |a − n|, |a| + |n|, and the floor, which np.maximum "
        "puts under the second. Then divide.",
        "np.max(np.abs(a - n) / np.maximum(np.abs(a) + np.abs(n), 1e-8)).",
    ),
    follow_ups=(
        "Which result would worry you in float64, and which in float32?",
        "The check fails at a single weight of a ReLU network: must the backward pass be "
        "wrong?",
        "How would you check a layer with a million weights, or one with dropout?",
    ),
    topics=("backpropagation",),
)
