# cnnquiz: iou
"""Measure how much boxes overlap: the intersection over the union, for every pair.

Write `iou(a, b)`.

Parameters
----------
a : ndarray of shape (M, 4), float32 or float64
    One box in each row: its corners x1, y1, x2, y2 with x1 ≤ x2 and y1 ≤ y2. M may be 0.
b : ndarray of shape (N, 4), of the dtype of a
    The same. N may be 0.

Returns
-------
ndarray of shape (M, N) and of the dtype of a
    Row i and column j hold the IoU of a[i] and b[j], from 0 to 1.

Notes
-----
IoU = |A ∩ B| / |A ∪ B|, and |A ∪ B| = |A| + |B| − |A ∩ B|. Coordinates are continuous: a
box is x2 − x1 wide, without + 1. Boxes apart, or touching along an edge, have IoU 0.
Where both areas are 0, so is the IoU. An epsilon of 10⁻⁶ or less added to the union
passes too. No argument is changed.

You may import NumPy, SciPy and the standard library. Speed is not the point: up to
1,000 times the engine's time passes.

Source: Everingham et al., "The PASCAL Visual Object Classes (VOC) Challenge", IJCV 2010,
section 4.2; torchvision.ops.box_iou.

Examples
--------
Two squares of area 4 share a strip of area 2: 2 / (4 + 4 − 2). The third lies apart.

>>> a = np.array([[0.0, 0.0, 2.0, 2.0]])
>>> b = np.array([[1.0, 0.0, 3.0, 2.0], [5.0, 5.0, 6.0, 6.0]])
>>> iou(a, b).round(4)
array([[0.3333, 0.    ]])
"""

import numpy as np


def iou(a, b):
    raise NotImplementedError("iou")
