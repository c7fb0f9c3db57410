"""What people make of mixup."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from cnnquiz import engine
from cnnquiz.curriculum.exercise import Misconception

OTHER_WEIGHTS = np.random.default_rng(0)  # goes on from call to call

Blend = Callable[[Any, float, Any], Any]
"""Makes new rows from rows, λ and the permutation."""


def right(rows: Any, lam: float, permutation: Any) -> Any:
    """Blend rows as one should."""
    return lam * rows + (1 - lam) * rows[permutation]


def kept(rows: Any, lam: float, permutation: Any) -> Any:
    """Leave rows as they are."""
    return rows.copy()


def swapped(rows: Any, lam: float, permutation: Any) -> Any:
    """Weigh the other row with λ."""
    return right(rows, 1 - lam, permutation)


def sought_backwards(rows: Any, lam: float, permutation: Any) -> Any:
    """Mix row permutation[n] with row n."""
    return right(rows, lam, np.argsort(permutation))


def one_after_another(rows: Any, lam: float, permutation: Any) -> Any:
    """Blend rows in one array, of which some are blended already."""
    mixed = rows.copy()
    for n, other in enumerate(permutation):
        mixed[n] = lam * mixed[n] + (1 - lam) * mixed[other]
    return mixed


def scaled_first(rows: Any, lam: float, permutation: Any) -> Any:
    """Multiply by λ in place, and add from the same array."""
    scaled = lam * rows
    return scaled + (1 - lam) * scaled[permutation]


def of_the_larger(rows: Any, lam: float, permutation: Any) -> Any:
    """Take the row that has the larger weight."""
    return rows.copy() if lam >= 0.5 else rows[permutation]


def _mix(of_x: Blend, of_y: Blend) -> Callable[..., Any]:
    """Make a misconception from what is done to samples and to labels."""

    def wrong(x: Any, y_onehot: Any, lam: float, permutation: Any) -> Any:
        return of_x(x, lam, permutation), of_y(y_onehot, lam, permutation)

    return wrong


def _mix_both(blend: Blend) -> Callable[..., Any]:
    return _mix(blend, blend)


def with_another_weight(x: Any, y_onehot: Any, lam: float, permutation: Any) -> Any:
    """Draw a weight."""
    return engine.mixup(x, y_onehot, OTHER_WEIGHTS.beta(0.4, 0.4), permutation)


def in_place(x: Any, y_onehot: Any, lam: float, permutation: Any) -> Any:
    """Write the blend over the samples."""
    mixed = engine.mixup(x, y_onehot, lam, permutation)
    x[:] = mixed[0]
    return mixed


MISCONCEPTIONS = (
    Misconception(
        "labels-not-mixed",
        "the labels are not mixed",
        "An image that is 30 % cat shall be called 30 % cat: mix the labels with the "
        "same weights.",
        _mix(right, kept),
    ),
    Misconception(
        "samples-not-mixed",
        "the labels are mixed and the samples are not",
        "Mix both. A sharp picture of a cat with a label that is 30 % dog teaches what "
        "is wrong.",
        _mix(kept, right),
    ),
    Misconception(
        "lambda-reversed",
        "λ weighs the other sample",
        "λ is the weight of the sample itself; the other one gets 1 − λ.",
        _mix_both(swapped),
        variants=(_mix(right, swapped), _mix(swapped, right)),
    ),
    Misconception(
        "hard-labels",
        "each label is that of the sample with the larger weight",
        "A blended sample has both labels, each with its weight. Rounding them throws "
        "away what mixup teaches.",
        _mix(right, of_the_larger),
    ),
    Misconception(
        "labels-of-the-other",
        "each label is that of the other sample",
        "A label is blended as its sample is: λ of its own, 1 − λ of the other's.",
        _mix(right, lambda rows, lam, permutation: rows[permutation]),
    ),
    Misconception(
        "permutation-inverted",
        "the permutation is applied backwards",
        "Sample n is mixed with sample permutation[n]: read rows[permutation]. Writing "
        "to out[permutation] sends sample n there instead.",
        _mix_both(sought_backwards),
        variants=(_mix(right, sought_backwards), _mix(sought_backwards, right)),
    ),
    Misconception(
        "permutation-ignored",
        "it mixes with another sample than the permutation says",
        "The permutation is an argument, and the same for samples and labels.",
        _mix_both(lambda rows, lam, _: right(rows, lam, np.arange(len(rows))[::-1])),
        variants=(
            _mix_both(lambda rows, lam, _: lam * rows + (1 - lam) * np.roll(rows, 1)),
            _mix_both(
                lambda rows, lam, _: lam * rows + (1 - lam) * np.roll(rows, 1, axis=0)
            ),
            _mix_both(
                lambda rows, lam, _: lam * rows + (1 - lam) * np.roll(rows, -1, axis=0)
            ),
        ),
    ),
    Misconception(
        "mixes-with-mixed",
        "it mixes with samples that were changed already",
        "Writing the blend into the array that it is read from changes the partners "
        "of later rows. Write into a new array.",
        _mix_both(one_after_another),
        variants=(_mix_both(scaled_first),),
    ),
    Misconception(
        "weights-do-not-sum",
        "the other sample is added whole",
        "The weights are λ and 1 − λ, so that they sum to 1 and the blend keeps the "
        "scale.",
        _mix_both(lambda rows, lam, order: lam * rows + rows[order]),
        variants=(_mix_both(lambda rows, lam, order: rows + lam * rows[order]),),
    ),
    Misconception(
        "hardcoded-half",
        "it mixes halves, whatever λ is",
        "The weight is an argument: λ and 1 − λ, not 0.5.",
        _mix_both(lambda rows, lam, order: right(rows, 0.5, order)),
    ),
    Misconception(
        "draws-lambda",
        "it draws a λ of its own",
        "λ is an argument. The caller draws it once, for samples and labels.",
        with_another_weight,
        claimed_by="repeats",
    ),
    Misconception(
        "mutates-input",
        "the argument is changed",
        "The caller's batch may be used again. Make a new array.",
        in_place,
        claimed_by="leaves_inputs_unchanged",
    ),
)
