"""What people make of average_precision."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from cnnquiz import engine
from cnnquiz.curriculum.exercise import Misconception


def _falling(scores: Any) -> Any:
    return np.argsort(-scores, kind="stable")


def _rising(scores: Any) -> Any:
    return np.argsort(scores, kind="stable")


def _as_given(scores: Any) -> Any:
    return np.arange(len(scores))


def _best_from_here(precision: Any) -> Any:
    return np.maximum.accumulate(precision[::-1])[::-1]


def _best_so_far(precision: Any) -> Any:
    return np.maximum.accumulate(precision)


def _better_of_two(precision: Any) -> Any:
    """Go through the list from the front, so that a maximum does not travel."""
    return np.maximum(precision, np.append(precision[1:], precision[-1:]))


def _raw(precision: Any) -> Any:
    return precision


def _steps(recall: Any, precision: Any) -> float:
    """Add up the rectangles."""
    return float((np.diff(recall, prepend=0) * precision).sum())


def _steps_between(recall: Any, precision: Any) -> float:
    """Begin with the second detection."""
    return float((np.diff(recall) * precision[1:]).sum())


def _trapezoids(recall: Any, precision: Any) -> float:
    return float(np.trapezoid(precision, recall))


def _trapezoids_from_one(recall: Any, precision: Any) -> float:
    """Let the curve begin at recall 0 with precision 1."""
    return _trapezoids(np.append(0.0, recall), np.append(1.0, precision))


def _trapezoids_from_first(recall: Any, precision: Any) -> float:
    """Let the curve begin at recall 0 with the first precision."""
    return _trapezoids(np.append(0.0, recall), np.append(precision[:1], precision))


def _at(places: Any) -> Callable[[Any, Any], float]:
    """Average the curve at chosen recalls."""

    def area(recall: Any, precision: Any) -> float:
        best = [np.max(precision[recall >= r], initial=0.0) for r in places]
        return float(np.mean(best))

    return area


def _over_all_ranks(recall: Any, precision: Any) -> float:
    return float(np.mean(precision)) if len(precision) else 0.0


def _wrong(
    order: Callable[[Any], Any] = _falling,
    envelope: Callable[[Any], Any] = _best_from_here,
    area: Callable[[Any, Any], float] = _steps,
    objects: Callable[[Any, int], Any] = lambda correct, count: count,
) -> Callable[..., float]:
    """Make a misconception by replacing one of the steps."""

    def wrong(scores: Any, correct: Any, num_ground_truth: int) -> float:
        hits = correct[order(scores)].cumsum()
        precision = hits / np.arange(1, len(hits) + 1)
        recall = hits / objects(correct, num_ground_truth)
        return area(recall, envelope(precision))

    return wrong


def _over_found(recall: Any, precision: Any) -> float:
    """Average the precision at the detections that are right; NaN if none is."""
    right = np.diff(recall, prepend=0) > 0
    return float((precision * right).sum() / right.sum())


def _found(correct: Any, _: int) -> Any:
    return correct.sum()


def _found_or_one(correct: Any, _: int) -> Any:
    return max(correct.sum(), 1)


def precision_alone(scores: Any, correct: Any, num_ground_truth: int) -> float:
    """Return how many of the detections are right."""
    return float(correct.mean()) if len(correct) else 0.0


def fails_on_none(scores: Any, correct: Any, num_ground_truth: int) -> float:
    """Look at the best score without asking whether there is one."""
    scores.max()
    return engine.average_precision(scores, correct, num_ground_truth)


def nan_on_none(scores: Any, correct: Any, num_ground_truth: int) -> float:
    """Divide by the number of detections."""
    area = engine.average_precision(scores, correct, num_ground_truth)
    return area if len(scores) else float("nan")


MISCONCEPTIONS = (
    Misconception(
        "ap-not-interpolated",
        "the precision is not interpolated",
        "The precision at a recall is the best at that recall or any higher one. Take a "
        "running maximum from the end of the list.",
        _wrong(envelope=_raw),
    ),
    Misconception(
        "ap-envelope-forward",
        "the precision is not the best from its recall on",
        "A better precision counts for all recalls before it and for none after: take a "
        "running maximum from the end of the list, not from its front or of neighbours.",
        _wrong(envelope=_best_so_far),
        variants=(_wrong(envelope=_better_of_two),),
    ),
    Misconception(
        "ap-unsorted",
        "the scores are not looked at",
        "Precision and recall are those of a ranking: sort by falling score first.",
        _wrong(order=_as_given),
    ),
    Misconception(
        "ap-ascending",
        "the lowest score comes first",
        "The surest detection comes first: sort by falling score.",
        _wrong(order=_rising),
    ),
    Misconception(
        "ap-eleven-points",
        "the curve is looked at in a few recalls only",
        "VOC 2007 took the mean of 11 points and COCO takes 101. The exact area adds a "
        "rectangle for each object that is found.",
        _wrong(area=_at(np.arange(11) / 10)),
        variants=(
            _wrong(area=_at(np.linspace(0, 1, 11))),
            _wrong(area=_at(np.arange(101) / 100)),
            _wrong(area=_at(np.linspace(0, 1, 101))),
        ),
    ),
    Misconception(
        "ap-trapezoid",
        "the points of the curve are joined by straight lines",
        "The interpolated curve is flat between two recalls: multiply each growth of "
        "recall by the best precision from there on.",
        _wrong(envelope=_raw, area=_trapezoids_from_one),
        variants=(
            _wrong(envelope=_raw, area=_trapezoids),
            _wrong(envelope=_raw, area=_trapezoids_from_first),
        ),
    ),
    Misconception(
        "ap-first-step-lost",
        "the first step of the curve is left out",
        "Recall begins at 0, before the first detection: put a 0 in front before you "
        "take differences.",
        _wrong(area=_steps_between),
    ),
    Misconception(
        "ap-over-found",
        "recall is a share of the objects that were found",
        "Recall divides by all objects that there are, so that a missed one costs.",
        _wrong(objects=_found_or_one),
        variants=(
            _wrong(objects=_found),
            _wrong(area=_over_found),
            _wrong(envelope=_raw, area=_over_found),
            _wrong(envelope=_raw, objects=_found_or_one),
            _wrong(envelope=_raw, objects=_found),
        ),
    ),
    Misconception(
        "recall-over-detections",
        "recall is a share of the detections",
        "Precision divides by detections, recall by objects.",
        _wrong(objects=lambda correct, count: len(correct)),
    ),
    Misconception(
        "ap-over-all-ranks",
        "the precisions of all ranks are averaged",
        "Only where an object is found does recall grow: wrong detections add no area.",
        _wrong(area=_over_all_ranks),
        variants=(_wrong(envelope=_raw, area=_over_all_ranks),),
    ),
    Misconception(
        "precision-for-ap",
        "this is the precision of the whole list",
        "Average precision rewards a right detection that comes early. Add up precision "
        "over the growth of recall.",
        precision_alone,
    ),
    Misconception(
        "ap-no-detections",
        "it has no answer where there are no detections",
        "A detector that finds nothing has found none of the objects: 0.",
        fails_on_none,
        variants=(nan_on_none,),
    ),
)
