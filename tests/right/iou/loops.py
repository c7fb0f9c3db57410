# cnnquiz: iou
import numpy as np


def iou(a, b):
    out = np.zeros((len(a), len(b)), a.dtype)
    for i in range(len(a)):
        for j in range(len(b)):
            width = min(a[i, 2], b[j, 2]) - max(a[i, 0], b[j, 0])
            height = min(a[i, 3], b[j, 3]) - max(a[i, 1], b[j, 1])
            if width <= 0 or height <= 0:
                continue
            shared = width * height
            area_a = (a[i, 2] - a[i, 0]) * (a[i, 3] - a[i, 1])
            area_b = (b[j, 2] - b[j, 0]) * (b[j, 3] - b[j, 1])
            out[i, j] = shared / (area_a + area_b - shared)
    return out
