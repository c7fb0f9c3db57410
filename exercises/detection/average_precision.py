# cnnquiz: average_precision
"""Rate a ranked list of detections: the area under its precision-recall curve.

Write `average_precision(scores, correct, num_ground_truth)`.

Parameters
----------
scores : ndarray of shape (N,), float32 or float64
    The higher, the surer. In any order, and no two are equal; N may be 0.
correct : ndarray of shape (N,), bool
    Whether each detection found an object that no other one had found.
num_ground_truth : int
    How many objects there are: at least 1, and at least as many as were found.

Returns
-------
float
    From 0 to 1; 0 without detections.

Notes
-----
Go down the list by falling score. After each detection, precision is the share of those
so far that are correct, and recall the share of all objects that were found.

The curve is interpolated: the precision at a recall is the best one at that recall *or
at any higher one*. The area is taken exactly, step by step, and not at 11 or 101 chosen
recalls: Σᵢ (recallᵢ − recallᵢ₋₁) · precisionᵢ, where recall begins at 0. No argument is
changed.

You may import NumPy, SciPy and the standard library. Speed is not the point: up to
200 times the engine's time passes.

Source: Everingham et al., "The PASCAL visual object classes challenge: a
retrospective", IJCV 111 (2015), section 2.2.1.

Examples
--------
Right, wrong, right, right: precision 1, 1/2, 2/3, 3/4. Interpolated, it is 1, 3/4, 3/4,
3/4. Of four objects one is not found, so recall grows three times by 1/4:
1/4 · (1 + 3/4 + 3/4).

>>> scores = np.array([0.9, 0.8, 0.7, 0.6])
>>> average_precision(scores, np.array([True, False, True, True]), 4)
0.625
"""

import numpy as np


def average_precision(scores, correct, num_ground_truth):
    raise NotImplementedError("average_precision")
