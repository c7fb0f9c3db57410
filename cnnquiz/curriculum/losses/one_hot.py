"""one_hot: what it is tried on, and what people make of it."""

from __future__ import annotations

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


def draw(d: Draw) -> Arguments:
    """Draw labels of one to three axes, in which the last class is often missing."""
    rank = d.choose("axes", 1, 1, 2, 3)
    shape = [d.integer(f"length {axis}", 1, 4) for axis in range(rank)]
    num_classes = d.integer("num_classes", 1, 6)
    labels = d.integers("labels", shape, 0, num_classes - 1)
    return {"labels": d.layout("labels", labels), "num_classes": num_classes}


def one_in_each_row(trial: Trial) -> str | None:
    """Add up along the last axis."""
    wrong = np.sum(trial.result, axis=-1) != 1
    return "a row does not hold exactly one 1" if wrong.any() else None


def column_block(labels: Any, num_classes: int) -> Any:
    """Set whole columns."""
    y = np.zeros((labels.size, num_classes))
    y[:, labels.ravel()] = 1
    return y.reshape(*labels.shape, num_classes)


def classes_from_labels(labels: Any, num_classes: int) -> Any:
    """Count the classes in the labels, where there are any."""
    classes = labels.max() + 1 if labels.size else num_classes
    return np.eye(classes)[labels]


EXERCISE = Exercise(
    slug="one_hot",
    reference=engine.one_hot,
    draw=draw,
    pinned=(
        pinned("the worked example", labels=np.array([2, 0]), num_classes=4),
        pinned("every class once", labels=np.array([1, 2, 0]), num_classes=3),
        pinned("the last class does not occur", labels=np.array([0, 1]), num_classes=3),
        pinned("one label", labels=np.array([1]), num_classes=2),
        pinned("a map of labels", labels=np.array([[0, 2, 1]]), num_classes=3),
        pinned("one class", labels=np.array([0, 0]), num_classes=1),
        pinned("no labels", labels=np.zeros(0, np.int64), num_classes=3),
    ),
    rounding=lambda labels, num_classes: 1.0,
    dtype="float64",
    laws=(Law("one_in_each_row", "has a single 1 in each row", one_in_each_row),),
    misconceptions=(
        Misconception(
            "classes-from-max",
            "the number of classes is read from the labels",
            "The number of classes belongs to the task. A batch need not hold the last "
            "class.",
            lambda labels, num_classes: np.eye(labels.max() + 1)[labels],
            variants=(classes_from_labels,),
        ),
        Misconception(
            "one-based",
            "the labels are taken to begin at 1",
            "Labels begin at 0. labels − 1 moves every one to the left, and class 0 to "
            "the last column.",
            lambda labels, num_classes: np.eye(num_classes)[labels - 1],
        ),
        Misconception(
            "column-block",
            "whole columns are set",
            "y[:, labels] = 1 sets these columns in every row. Pair each row with its "
            "label: y[np.arange(N), labels].",
            column_block,
        ),
        Misconception(
            "transposed",
            "the classes are the first axis",
            "Each label becomes a row: the new axis goes to the end.",
            lambda labels, num_classes: np.moveaxis(
                engine.one_hot(labels, num_classes), -1, 0
            ),
        ),
        Misconception(
            "flattens-nd",
            "the shape of the labels is lost",
            "Keep the axes of labels and append one: labels.shape + (num_classes,).",
            lambda labels, num_classes: engine.one_hot(labels.ravel(), num_classes),
        ),
        Misconception(
            "wrong-dtype",
            "the result is not float64",
            "Targets take part in arithmetic with scores: return floats, not integers "
            "or booleans.",
            lambda labels, num_classes: engine.one_hot(labels, num_classes).astype(
                np.int64
            ),
            claimed_by="dtype",
        ),
    ),
    workload=Workload(
        lambda size, rng: {
            "labels": rng.integers(0, 16, 64 * size),
            "num_classes": 16,
        },
        # Of plain loops, measured: 20.
        limit=500,
        unit="the number of labels",
    ),
    hints=(
        "How many columns must there be, even when the batch holds only class 0?",
        "Which matrix has the one-hot vector of class k as its row k?",
        "Index the identity matrix with the labels: np.eye(num_classes)[labels].",
    ),
    follow_ups=(
        "Why does cross-entropy in practice take labels and not one-hot rows?",
        (
            "How much memory do one-hot targets take for a segmentation map of 1,000 "
            "classes?"
        ),
        "What should happen for a label of −1, and what does NumPy do?",
    ),
    topics=("losses",),
)
