"""mixup: what it is tried on, and what people make of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from cnnquiz import engine
from cnnquiz.curriculum.draw import Draw
from cnnquiz.curriculum.exercise import (
    Arguments,
    Exercise,
    Law,
    Misconception,
    Trial,
    Workload,
    by_terms,
    pinned,
)

OTHER_WEIGHTS = np.random.default_rng(0)  # goes on from call to call


def draw(d: Draw) -> Arguments:
    """Draw batches of which most have samples that are not mixed in pairs."""
    lam = d.choose("lam", 0.25, 0.75, 0.9, 0.5, 0.7, 0.1, 1.0, 0.0)
    n, classes = d.choose("N", 1, 2, 3, 4, 5, 6, 3, 4), d.integer("K", 2, 4)
    shape = [
        n,
        *(d.integer(f"length {k}", 1, 3) for k in range(d.integer("axes", 1, 3))),
    ]
    dtype = d.choose("dtype", np.float64, np.float64, np.float32)
    x = d.array("x", shape, d.choose("values", "integers", "reals", "positive"), dtype)
    labels = d.integers("labels", (n,), 0, classes - 1)
    order = np.argsort(d.integers("order", (n,), 0, 200), kind="stable")
    return {
        "x": d.layout("x", x),
        "y_onehot": np.eye(classes, dtype=dtype)[labels],
        "lam": lam,
        "permutation": order,
    }


def labels(*classes: int) -> Any:
    """Return one-hot rows of three classes."""
    return np.eye(3)[list(classes)]


CYCLE = np.array([1, 2, 0])
PINNED = (
    pinned(
        "the worked example",
        x=[[0], [4], [8]],
        y_onehot=np.eye(3),
        lam=0.75,
        permutation=CYCLE,
    ),
    pinned(
        "two that change places",
        x=[[0, 8], [4, -4]],
        y_onehot=labels(0, 2),
        lam=0.25,
        permutation=np.array([1, 0]),
    ),
    pinned(
        "one is mixed with itself",
        x=[[2], [4], [6]],
        y_onehot=labels(2, 1, 0),
        lam=0.5,
        permutation=np.array([2, 1, 0]),
    ),
    pinned(
        "λ = 1 leaves all",
        x=[[2], [4], [6]],
        y_onehot=labels(0, 1, 2),
        lam=1.0,
        permutation=CYCLE,
    ),
    pinned(
        "λ = 0 takes the others",
        x=[[2], [4], [6]],
        y_onehot=labels(0, 1, 2),
        lam=0.0,
        permutation=CYCLE,
    ),
    pinned(
        "images, with one label twice",
        x=np.arange(24.0).reshape(4, 1, 2, 3),
        y_onehot=labels(1, 0, 1, 2),
        lam=0.25,
        permutation=np.array([3, 0, 1, 2]),
    ),
    pinned(
        "float32",
        x=np.array([[0], [4], [8]], np.float32),
        y_onehot=np.eye(3, dtype=np.float32),
        lam=0.25,
        permutation=CYCLE,
    ),
    pinned(
        "a transposed array",
        x=np.arange(6.0).reshape(2, 3).T,
        y_onehot=labels(1, 1, 0),
        lam=0.75,
        permutation=CYCLE,
    ),
    pinned(
        "a single sample",
        x=[[3, 5]],
        y_onehot=labels(1),
        lam=0.5,
        permutation=np.array([0]),
    ),
)


def labels_sum_to_one(trial: Trial) -> str | None:
    """Add up each label: mixed probabilities are probabilities."""
    sums = np.sum(np.asarray(trial.result[1], float), axis=1)
    off = float(np.max(np.abs(sums - 1)))
    return None if off <= 1e-4 else "the labels of a sample do not sum to 1"


def weight_one_keeps_all(trial: Trial) -> str | None:
    """Call with λ = 1: all samples stay as they are."""
    given = trial.arguments
    x, y = trial.call(lam=1.0)
    same = _near(x, given["x"]) and _near(y, given["y_onehot"])
    return None if same else "with λ = 1 the batch does not stay as it is"


def _near(a: Any, b: Any) -> bool:
    size = float(np.max(np.abs(b), initial=1.0))
    return float(np.max(np.abs(a - b), initial=0.0)) <= 1e-4 * size


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


EXERCISE = Exercise(
    slug="mixup",
    reference=engine.mixup,
    draw=draw,
    pinned=PINNED,
    rounding=by_terms(engine.mixup, lambda **_: 2),
    parts=("x", "y"),
    laws=(
        Law("labels_sum_to_one", "returns labels that sum to 1", labels_sum_to_one),
        Law("weight_one", "leaves the batch as it is with λ = 1", weight_one_keeps_all),
    ),
    misconceptions=(
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
            _mix_both(
                lambda rows, lam, _: right(rows, lam, np.arange(len(rows))[::-1])
            ),
            variants=(
                _mix_both(
                    lambda rows, lam, _: lam * rows + (1 - lam) * np.roll(rows, 1)
                ),
                _mix_both(
                    lambda rows, lam, _: (
                        lam * rows + (1 - lam) * np.roll(rows, 1, axis=0)
                    )
                ),
                _mix_both(
                    lambda rows, lam, _: (
                        lam * rows + (1 - lam) * np.roll(rows, -1, axis=0)
                    )
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
    ),
    workload=Workload(
        lambda size, rng: {
            "x": rng.normal(size=(8 * size, 3, 8, 8)),
            "y_onehot": np.eye(10)[rng.integers(10, size=8 * size)],
            "lam": 0.3,
            "permutation": rng.permutation(8 * size),
        },
        limit=2_000,
        unit="the number of elements",
    ),
    hints=(
        "Which sample is mixed with sample n, and how do you line all of them up at once?",
        "x[permutation] holds the partners in order: row n of it is x[permutation[n]].",
        "lam * x + (1 - lam) * x[permutation], and the same for y_onehot.",
    ),
    follow_ups=(
        "From which distribution is λ drawn, and what does its parameter do?",
        "How do you compute the loss if the loss function takes only integer labels?",
        "How does CutMix differ, and what decides its label weights?",
    ),
    topics=("augmentation", "overfitting"),
)
