# cnnquiz: iou
import numpy as np


def iou(a, b):
    ax1, ay1, ax2, ay2 = a.T
    bx1, by1, bx2, by2 = b.T
    w = np.minimum.outer(ax2, bx2) - np.maximum.outer(ax1, bx1)
    h = np.minimum.outer(ay2, by2) - np.maximum.outer(ay1, by1)
    inter = w.clip(min=0) * h.clip(min=0)
    union = np.add.outer((ax2 - ax1) * (ay2 - ay1), (bx2 - bx1) * (by2 - by1)) - inter
    return np.asfortranarray(inter / (union + 1e-9)).astype(a.dtype)
