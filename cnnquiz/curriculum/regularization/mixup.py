"""mixup: what it is tried on."""

from __future__ import annotations

from typing import Any

import numpy as np

from cnnquiz import engine
from cnnquiz.curriculum.draw import Draw
from cnnquiz.curriculum.exercise import (
    Arguments,
    Exercise,
    Law,
    Trial,
    Workload,
    by_terms,
    pinned,
)
from cnnquiz.curriculum.regularization.mixup_mistakes import MISCONCEPTIONS


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
    misconceptions=MISCONCEPTIONS,
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
    fresh=True,
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
