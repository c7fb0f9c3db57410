"""average_precision: what it is tried on."""

from __future__ import annotations

from typing import Any

import numpy as np

from cnnquiz import engine
from cnnquiz.curriculum.detection.average_precision_mistakes import MISCONCEPTIONS
from cnnquiz.curriculum.draw import Draw
from cnnquiz.curriculum.exercise import (
    Arguments,
    Case,
    Exercise,
    Law,
    Trial,
    Workload,
    pinned,
)

FALLING = np.array([0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2])
LOGITS = np.array([6.0, 2.5, 1.0, 0.5, 0.0, -0.5, -3.0, -4.0])


def draw(d: Draw) -> Arguments:
    """Draw detections in any order, and objects that none of them found."""
    missed = d.choose("missed", 0, 1, 2, 3, 5)
    n = d.choose("N", 1, 2, 3, 4, 5, 6, 7, 8, 6, 8, 0, 0, 0)
    scores = d.choose("scores", FALLING, LOGITS)
    dtype = d.choose("dtype", np.float64, np.float64, np.float32)
    order = np.argsort(d.integers("order", (n,), 0, 200), kind="stable")
    correct = d.array("correct", (n,), np.array([False, True, True]), np.bool_)
    return {
        "scores": d.layout("scores", scores[order].astype(dtype)),
        "correct": correct,
        "num_ground_truth": max(int(correct.sum()) + missed, 1),
    }


def case(why: str, scores: Any, correct: list[int], objects: int) -> Case:
    """Pin a case whose right and wrong detections are written as 1 and 0."""
    right = np.array(correct, np.bool_)
    return pinned(why, scores=scores, correct=right, num_ground_truth=objects)


PINNED = (
    case("the worked example", [0.9, 0.8, 0.7, 0.6], [1, 0, 1, 1], 4),
    case("right, wrong", [0.9, 0.8], [1, 0], 1),
    case("wrong, right", [0.9, 0.8], [0, 1], 1),
    case("half of the objects are found", [0.9, 0.8], [1, 1], 4),
    case("not in order", [0.3, 0.9, 0.6, 0.1], [0, 1, 1, 1], 3),
    case("precision rises", FALLING[:4], [0, 1, 1, 1], 3),
    case("precision falls", FALLING[:4], [1, 1, 0, 0], 3),
    case("in rising order", [-2, -1, 1, 2], [1, 0, 0, 1], 3),
    case("nothing is right", [0.4, 0.6], [0, 0], 3),
    case("float32", np.array([0.25, 0.75, 0.5], np.float32), [1, 0, 1], 2),
    case("no detections", np.zeros(0), [], 2),
)


def only_the_order_of_scores_counts(trial: Trial) -> str | None:
    """Halve all scores and subtract 1: the order is the same."""
    other = trial.call(scores=trial.arguments["scores"] / 2 - 1)
    same = _near(other, trial.result)
    return None if same else "scores / 2 − 1, in the same order, give another area"


def the_order_of_rows_does_not_count(trial: Trial) -> str | None:
    """Give the detections in the opposite order."""
    given = trial.arguments
    turned = trial.call(scores=given["scores"][::-1], correct=given["correct"][::-1])
    same = _near(turned, trial.result)
    return None if same else "the same detections in another order give another area"


def a_wrong_last_one_costs_nothing(trial: Trial) -> str | None:
    """Append a wrong detection that is less sure than all others."""
    given = trial.arguments
    lowest = np.min(given["scores"], initial=0) - 1
    other = trial.call(
        scores=np.append(given["scores"], lowest).astype(given["scores"].dtype),
        correct=np.append(given["correct"], False),
    )
    same = _near(other, trial.result)
    return None if same else "a wrong detection at the end changes the area"


def missed_objects_cost(trial: Trial) -> str | None:
    """Double the number of objects: each found one counts half."""
    other = trial.call(num_ground_truth=2 * trial.arguments["num_ground_truth"])
    same = _near(2 * other, trial.result)
    return None if same else "with twice as many objects the area is not halved"


def _near(a: float, b: float) -> bool:
    return abs(a - b) <= 1e-4


def workload(size: int, rng: np.random.Generator) -> Arguments:
    """Return detections of which the surer ones are right more often."""
    count = 64 * size
    scores = rng.permutation(count) / count
    correct = rng.random(count) < scores
    return {
        "scores": scores,
        "correct": correct,
        "num_ground_truth": int(correct.sum()) + size,
    }


EXERCISE = Exercise(
    slug="average_precision",
    reference=engine.average_precision,
    draw=draw,
    pinned=PINNED,
    rounding=lambda scores, correct, num_ground_truth: 1.0 + len(scores),
    dtype="free",
    laws=(
        Law(
            "order_only",
            "looks only at the order of the scores",
            only_the_order_of_scores_counts,
        ),
        Law(
            "any_order",
            "does not care in which order they are given",
            the_order_of_rows_does_not_count,
        ),
        Law(
            "wrong_last",
            "does not charge for a wrong last one",
            a_wrong_last_one_costs_nothing,
        ),
        Law(
            "missed_objects", "counts the objects that were missed", missed_objects_cost
        ),
    ),
    misconceptions=MISCONCEPTIONS,
    # Of plain loops, measured: 7.
    workload=Workload(workload, limit=200, unit="the number of detections"),
    hints=(
        "Sort by falling score and walk down the list. What happens to precision and to "
        "recall at a right detection, and at a wrong one?",
        "precision = cumsum(correct) / (1, 2, 3, …); recall = cumsum(correct) / "
        "num_ground_truth. Replace each precision by the largest from there to the end.",
        "np.maximum.accumulate(precision[::-1])[::-1] is the running maximum from the end. "
        "Sum it where a detection is correct, and divide by num_ground_truth.",
    ),
    follow_ups=(
        "How is it decided whether a detection is correct, and what about a second one of "
        "the same object?",
        "What is averaged in mAP, and what does COCO average besides?",
        "Why is a precision-recall curve used here and not a ROC curve?",
    ),
    topics=("detection",),
)
