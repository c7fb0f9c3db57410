"""debug_cnn: a training script with four planted bugs, and what it is tried on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from cnnquiz.curriculum.exercise import (
    BY_ITS_LAW,
    Arguments,
    Exercise,
    Misconception,
    pinned,
)
from cnnquiz.curriculum.networks import debug_bugs
from cnnquiz.curriculum.networks.debug_checks import (
    BATCH,
    EPOCHS,
    LAWS,
    MIXED,
    black,
    images,
)
from cnnquiz.values import Rng

if TYPE_CHECKING:
    from cnnquiz.curriculum.draw import Draw

SHAPES = {
    "w1": (4, 1, 3, 3),
    "b1": (4,),
    "w2": (8, 4, 3, 3),
    "b2": (8,),
    "w3": (10, 32),
    "b3": (10,),
}


def draw(d: Draw) -> Arguments:
    """Draw few images: what is looked at are types, shapes and side effects."""
    n = d.integer("N", 1, 4)
    x = d.array("x", (n, 1, 8, 8), np.arange(17) / 16)
    y = d.integers("y", (n,), 0, 9)
    return {"x": x, "y": y, "rng": Rng(d.integer("seed", 0, 999))}


def kinds_of_results(x: Any, y: Any, rng: Any) -> Any:
    """Return results of the right types and shapes; laws judge the values."""
    steps = EPOCHS * -(-len(x) // BATCH)
    return {name: np.zeros(shape) for name, shape in SHAPES.items()}, [0.0] * steps


EXERCISE = Exercise(
    slug="debug_cnn",
    reference=kinds_of_results,
    draw=draw,
    pinned=(
        pinned("the worked example", x=black(1), y=np.array([3]), rng=Rng(0)),
        pinned("one label twice", x=images(0, 2), y=np.array([9, 9]), rng=Rng(1)),
        pinned("a whole batch", x=images(4, 32), y=np.arange(32) % 10, rng=Rng(4)),
        pinned(
            "a last batch of one", x=images(1, 33), y=np.arange(33) % 10, rng=Rng(2)
        ),
        pinned("ten images", x=images(2, 10), y=MIXED, rng=Rng(3)),
    ),
    rounding=lambda **_: 1.0,
    values="free",
    dtype="free",
    parts=("params", "losses"),
    laws=LAWS,
    misconceptions=tuple(
        Misconception(
            bug.id, bug.title, bug.lesson, debug_bugs.with_bugs(bug), BY_ITS_LAW
        )
        for bug in debug_bugs.POOL.values()
    ),
    workload=None,
    most_drawn=6,
    stub=debug_bugs.stub,
    hints=(
        (
            "Make data whose right answer you know. What must the first loss be on a "
            "black image, and where should b3 go from there?"
        ),
        (
            "There is one bug in each of four places: how batches are made, between "
            "images and loss, in the step (or where the weights begin), and in the "
            "backward pass."
        ),
        (
            "Print the losses of ten steps on one batch and compare each gradient with "
            "central differences. Then hold images beside their labels after the "
            "shuffle."
        ),
    ),
    follow_ups=(
        "In which order would you look for bugs in a network that does not learn?",
        "Which of these bugs would a look at the loss curve alone never show?",
        "Which assertions would you leave in the script for the next one to change it?",
    ),
    topics=("backpropagation", "optimization"),
)
