# cnnquiz: iou
"""The intersection of two boxes is a box too, with a side below zero where they are apart.

Its top left corner is the larger of the two, its bottom right corner the smaller. A new
axis in `a` sets each of its boxes against all of `b`.
"""

import numpy as np


def iou(a, b):
    top_left = np.maximum(a[:, None, :2], b[:, :2])
    bottom_right = np.minimum(a[:, None, 2:], b[:, 2:])
    # Clamp before multiplying: two sides below zero have a positive product.
    sides = np.maximum(bottom_right - top_left, 0)
    shared = sides[..., 0] * sides[..., 1]
    union = area(a)[:, None] + area(b) - shared
    return np.divide(shared, union, out=np.zeros_like(shared), where=union > 0)


def area(boxes):
    return (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
