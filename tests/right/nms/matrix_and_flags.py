# cnnquiz: nms
import numpy as np


def nms(boxes, scores, iou_threshold):
    x1, y1, x2, y2 = boxes.T
    w = np.minimum.outer(x2, x2) - np.maximum.outer(x1, x1)
    h = np.minimum.outer(y2, y2) - np.maximum.outer(y1, y1)
    inter = np.clip(w, 0, None) * np.clip(h, 0, None)
    area = (x2 - x1) * (y2 - y1)
    table = inter / (area[:, None] + area[None] - inter + 1e-9)
    dropped = np.zeros(len(boxes), bool)
    kept = []
    for i in np.lexsort((np.arange(len(scores)), -scores)):
        if not dropped[i]:
            kept.append(i)
            dropped |= table[i] > iou_threshold
    return np.asarray(kept, np.int32)
