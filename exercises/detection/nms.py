# cnnquiz: nms
"""Keep the best box of each cluster: non-maximum suppression.

Write `nms(boxes, scores, iou_threshold)`.

Parameters
----------
boxes : ndarray of shape (N, 4), float32 or float64
    One box in each row: its corners x1, y1, x2, y2 with x1 ≤ x2 and y1 ≤ y2. N may be 0.
scores : ndarray of shape (N,), of the dtype of boxes
    The higher, the better.
iou_threshold : float
    From 0 to 1. A box whose IoU with a kept box is above it is dropped; one whose IoU
    equals it stays.

Returns
-------
ndarray of shape (K,), of integers
    Indices into boxes of those that are kept, by falling score; equal scores in index
    order.

Notes
-----
Take the best box that is left, drop what overlaps it too much, and repeat. Only kept
boxes drop others: where A drops B, B drops nothing, however much it overlaps C.

IoU is as in the exercise iou: coordinates are continuous (no + 1), and boxes apart, or
two boxes of area 0, have IoU 0. An epsilon of 10⁻⁶ or less added to the union passes
too. No argument is changed.

You may import NumPy, SciPy and the standard library. Speed is not the point: up to
100 times the engine's time passes.

Source: Girshick et al., "Rich feature hierarchies for accurate object detection and
semantic segmentation", CVPR 2014, section 2.2; torchvision.ops.nms.

Examples
--------
Box 1 is the best. It shares 12 of 20 with box 0 (IoU 0.6), and 8 of 24 with box 2.

>>> boxes = np.array([[0.0, 0, 4, 4], [0.0, 1, 4, 5], [0.0, 3, 4, 7]])
>>> nms(boxes, np.array([0.7, 0.9, 0.8]), 0.5)
array([1, 2])
"""

import numpy as np


def nms(boxes, scores, iou_threshold):
    raise NotImplementedError("nms")
