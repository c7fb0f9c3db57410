# cnnquiz: iou
import numpy as np


def iou(a, b):
    p, q = np.float32(a)[:, np.newaxis], np.float32(b)[np.newaxis]
    sides = np.minimum(p[..., 2:], q[..., 2:]) - np.maximum(p[..., :2], q[..., :2])
    sides[sides < 0] = 0
    shared = np.einsum("mn,mn->mn", sides[..., 0], sides[..., 1])
    size_p = (p[..., 2:] - p[..., :2]).prod(-1)
    size_q = (q[..., 2:] - q[..., :2]).prod(-1)
    union = size_p + size_q - shared
    return np.where(union > 0, shared / np.maximum(union, np.float32(1e-6)), 0).astype(
        a.dtype
    )
