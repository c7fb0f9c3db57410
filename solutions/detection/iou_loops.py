# cnnquiz: iou
"""Two loops, over the boxes of a and the boxes of b, and one pair of boxes at a time.

Which loop stands outside does not matter: no pair depends on another. For one pair the
four corners are plain numbers. The shared part begins at the larger left and top edge
and ends at the smaller right and bottom edge; a side below zero means boxes apart, and is
cut to zero before the two sides are multiplied.

Vectorizing takes away both loops: a new axis sets the column of a's boxes against the row
of b's, max and min become np.maximum and np.minimum, and the rest stays as it is.
"""

import numpy as np


def iou(a, b):
    y = np.zeros((len(a), len(b)), dtype=a.dtype)
    for i in range(len(a)):
        for j in range(len(b)):
            y[i, j] = overlap(a[i], b[j])
    return y


def overlap(p, q):
    width = max(0, min(p[2], q[2]) - max(p[0], q[0]))
    height = max(0, min(p[3], q[3]) - max(p[1], q[1]))
    shared = width * height
    union = area(p) + area(q) - shared
    return shared / union if union > 0 else 0


def area(box):
    return (box[2] - box[0]) * (box[3] - box[1])
