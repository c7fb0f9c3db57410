# cnnquiz: average_precision
import numpy as np


def average_precision(scores, correct, num_ground_truth):
    """With sentinels at both ends, as the development kit does."""
    tp = np.cumsum(correct[np.argsort(-scores, kind="mergesort")].astype(np.float32))
    rec = tp / np.float32(num_ground_truth)
    prec = tp / np.arange(1, len(tp) + 1, dtype=np.float32)
    mrec = np.concatenate([[0.0], rec, [1.0]]).astype(np.float32)
    mpre = np.concatenate([[0.0], prec, [0.0]]).astype(np.float32)
    for i in range(len(mpre) - 1, 0, -1):
        mpre[i - 1] = max(mpre[i - 1], mpre[i])
    changes = np.where(mrec[1:] != mrec[:-1])[0]
    return np.sum((mrec[changes + 1] - mrec[changes]) * mpre[changes + 1])
