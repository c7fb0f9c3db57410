"""Average precision: how good a ranked list of detections is."""

import numpy as np
from numpy.typing import ArrayLike

from cnnquiz.engine._arrays import as_floating


def average_precision(
    scores: ArrayLike, correct: ArrayLike, num_ground_truth: int
) -> float:
    """Compute the area under the interpolated precision-recall curve.

    Parameters
    ----------
    scores : ndarray of shape (N,)
        Confidence of each detection, in any order.
    correct : ndarray of shape (N,), bool or 0 and 1
        Whether the detection found an object that no better one had found.
    num_ground_truth : int
        How many objects there were to find, at least 1.

    Returns
    -------
    float
        0 to 1; 0 without detections.

    Raises
    ------
    ValueError
        If the lengths differ, correct holds something else than 0 and 1, or
        num_ground_truth is below 1 or below the number of correct detections.

    Notes
    -----
    Going down the list by falling score (equal scores in index order), precision is the
    share of detections so far that are correct, and recall the share of objects found.
    Interpolated, the precision at a recall is the best at that recall or any higher
    one. AP = Σᵢ (recallᵢ − recallᵢ₋₁) · precisionᵢ over every step of the curve, as in
    VOC since 2010; VOC 2007 took 11 points instead, COCO takes 101.

    Source: M. Everingham et al., "The PASCAL Visual Object Classes Challenge: A
    Retrospective", IJCV 2015.

    Examples
    --------
    Right, wrong, right, of two objects: ½ · 1 + ½ · ⅔.

    >>> round(average_precision([0.9, 0.8, 0.7], [1, 0, 1], num_ground_truth=2), 4)
    0.8333
    """
    scores, correct = as_floating(scores), np.asarray(correct)
    if scores.ndim != 1 or scores.shape != correct.shape:
        raise ValueError(
            "average_precision: scores and correct must have the same shape (N,), got "
            f"{scores.shape} and {correct.shape}"
        )
    yes_or_no = np.isin(correct, (0, 1))
    if not yes_or_no.all():
        raise ValueError(
            f"average_precision: correct must be 0 or 1, got {correct[~yes_or_no][0]}"
        )
    correct = correct.astype(bool)
    if num_ground_truth < max(correct.sum(), 1):
        raise ValueError(
            "average_precision: num_ground_truth must be at least 1 and at least the "
            f"{correct.sum()} correct detections, got {num_ground_truth}"
        )
    hits = correct[np.argsort(-scores, kind="stable")].cumsum()
    precision = hits / np.arange(1, len(hits) + 1)
    recall = hits / num_ground_truth
    best_from_here = np.maximum.accumulate(precision[::-1])[::-1]
    return float((np.diff(recall, prepend=0) * best_from_here).sum())
