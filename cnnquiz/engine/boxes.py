"""Boxes: how much they overlap, and which of many overlapping ones to keep."""

import numpy as np
from numpy.typing import ArrayLike

from cnnquiz.engine._arrays import Array, as_floating


def iou(a: ArrayLike, b: ArrayLike) -> Array:
    """Compare every box of one list with every box of another.

    Parameters
    ----------
    a : ndarray of shape (M, 4)
        Corners x1, y1, x2, y2 with x1 ≤ x2 and y1 ≤ y2, in continuous coordinates.
    b : ndarray of shape (N, 4)
        The same.

    Returns
    -------
    ndarray of shape (M, N)
        Intersection over union, 0 to 1.

    Raises
    ------
    ValueError
        If a or b is not of shape (N, 4), or a box has x1 > x2 or y1 > y2.

    Notes
    -----
    Each side of the intersection is clamped at 0 *before* the two are multiplied:
    boxes apart along both axes have two negative sides, whose product is positive.
    Coordinates are continuous, so a width is x2 − x1 without + 1. Two boxes of area 0
    have an IoU of 0, not 0/0.

    Source: M. Everingham et al., "The PASCAL Visual Object Classes (VOC) Challenge",
    IJCV 2010, on evaluating detections.

    Examples
    --------
    >>> iou(np.array([[0, 0, 2, 2]]), np.array([[1, 0, 3, 2], [5, 5, 6, 6]])).round(4)
    array([[0.3333, 0.    ]])
    """
    a, b = _checked_boxes("iou", "a", a), _checked_boxes("iou", "b", b)
    top_left = np.maximum(a[:, np.newaxis, :2], b[:, :2])
    bottom_right = np.minimum(a[:, np.newaxis, 2:], b[:, 2:])
    intersection = np.maximum(bottom_right - top_left, 0).prod(axis=-1)
    union = _area(a)[:, np.newaxis] + _area(b) - intersection
    overlap: Array = intersection / np.where(union > 0, union, 1)
    return overlap


def nms(boxes: ArrayLike, scores: ArrayLike, iou_threshold: float) -> Array:
    """Keep the best box of each cluster (non-maximum suppression).

    Parameters
    ----------
    boxes : ndarray of shape (N, 4)
        Corners x1, y1, x2, y2, as for iou.
    scores : ndarray of shape (N,)
        The higher, the better.
    iou_threshold : float
        A box that overlaps a kept one by more than this is dropped.

    Returns
    -------
    ndarray of shape (K,), int64
        Indices into boxes, by falling score; equal scores in index order.

    Raises
    ------
    ValueError
        If the shapes do not fit, or a box has x1 > x2 or y1 > y2.

    Notes
    -----
    Greedy: keep the best box left, drop what overlaps it by more than the threshold
    (an IoU equal to it stays), repeat. Only kept boxes drop others: in a chain
    A, B, C where B overlaps both, A drops B, and C stays.

    Source: R. Girshick et al., "Rich Feature Hierarchies for Accurate Object Detection
    and Semantic Segmentation", CVPR 2014, section 2.2.

    Examples
    --------
    >>> boxes = np.array([[0, 0, 4, 4], [0, 1, 4, 5], [0, 3, 4, 7]])
    >>> nms(boxes, np.array([0.7, 0.9, 0.8]), iou_threshold=0.5)
    array([1, 2])
    """
    boxes = _checked_boxes("nms", "boxes", boxes)
    scores = as_floating(scores)
    if scores.shape != (len(boxes),):
        raise ValueError(
            f"nms: scores must have shape ({len(boxes)},) because boxes is "
            f"{boxes.shape}, got {scores.shape}"
        )
    left = np.argsort(-scores, kind="stable")
    kept = []
    while left.size:
        best, left = left[0], left[1:]
        kept.append(best)
        left = left[iou(boxes[[best]], boxes[left])[0] <= iou_threshold]
    return np.array(kept, dtype=np.int64)


def _area(boxes: Array) -> Array:
    area: Array = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
    return area


def _checked_boxes(function: str, name: str, boxes: ArrayLike) -> Array:
    boxes = as_floating(boxes)
    if boxes.ndim != 2 or boxes.shape[1] != 4:
        raise ValueError(
            f"{function}: {name} must have shape (N, 4), one box x1 y1 x2 y2 a row, "
            f"got {boxes.shape}"
        )
    ordered = (boxes[:, :2] <= boxes[:, 2:]).all(axis=1)
    if not ordered.all():
        wrong = boxes[~ordered][0].tolist()
        raise ValueError(
            f"{function}: {name} must have x1 <= x2 and y1 <= y2, got {wrong}"
        )
    return boxes
