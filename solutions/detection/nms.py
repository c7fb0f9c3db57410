# cnnquiz: nms
"""A list of what is left, best first; each box that is kept thins it out.

A box leaves the list when it is kept or dropped, so a dropped box drops nothing.
"""

import numpy as np


def nms(boxes, scores, iou_threshold):
    left = np.argsort(-scores, kind="stable")
    kept = []
    while len(left):
        best, others = left[0], left[1:]
        kept.append(best)
        left = others[overlaps(boxes[best], boxes[others]) <= iou_threshold]
    return np.array(kept, dtype=np.int64)


def overlaps(box, others):
    """Return the IoU of one box with each of the others."""
    top_left = np.maximum(box[:2], others[:, :2])
    bottom_right = np.minimum(box[2:], others[:, 2:])
    shared = np.maximum(bottom_right - top_left, 0).prod(axis=1)
    sizes = (others[:, 2:] - others[:, :2]).prod(axis=1)
    union = (box[2:] - box[:2]).prod() + sizes - shared
    return shared / np.where(union > 0, union, 1)
