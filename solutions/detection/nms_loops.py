# cnnquiz: nms
"""Two loops: over the boxes, best first, and over those that are kept already.

The order of the outer loop is the algorithm: when a box has its turn, every better box
has been decided on. The inner loop asks whether one of the kept boxes covers it too
much, and may stop at the first that does. A dropped box is not in the list, so it drops
nothing.

Vectorizing takes away the inner loop alone: whenever a box is kept, its overlaps with all
that are left are computed at once, and those too high leave. The outer loop stays,
because what is kept next depends on what was kept before.
"""

import numpy as np


def nms(boxes, scores, iou_threshold):
    # sorted is stable: equal scores stay in index order.
    best_first = sorted(range(len(boxes)), key=lambda i: -scores[i])
    kept = []
    for i in best_first:
        dropped = False
        for k in kept:
            if overlap(boxes[i], boxes[k]) > iou_threshold:
                dropped = True
                break
        if not dropped:
            kept.append(i)
    return np.array(kept, dtype=np.int64)


def overlap(p, q):
    width = max(0, min(p[2], q[2]) - max(p[0], q[0]))
    height = max(0, min(p[3], q[3]) - max(p[1], q[1]))
    shared = width * height
    union = area(p) + area(q) - shared
    return shared / union if union > 0 else 0


def area(box):
    return (box[2] - box[0]) * (box[3] - box[1])
