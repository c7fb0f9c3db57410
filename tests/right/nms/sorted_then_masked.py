# cnnquiz: nms
import numpy as np


def nms(boxes, scores, iou_threshold):
    order = np.argsort(-scores, kind="mergesort")
    b = boxes[order].astype(np.float32)
    keep = np.ones(len(b), bool)
    for i in range(len(b)):
        if not keep[i]:
            continue
        rest = b[i + 1 :]
        sides = (
            np.minimum(b[i, 2:], rest[:, 2:]) - np.maximum(b[i, :2], rest[:, :2])
        ).clip(0)
        inter = sides[:, 0] * sides[:, 1]
        size = np.prod(rest[:, 2:] - rest[:, :2], axis=1)
        union = np.prod(b[i, 2:] - b[i, :2]) + size - inter
        # Without a division: inter / union > t.
        keep[i + 1 :] &= ~(inter > np.float32(iou_threshold) * union)
    return order[keep]
