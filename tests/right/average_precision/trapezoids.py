# cnnquiz: average_precision
import numpy as np


def average_precision(scores, correct, num_ground_truth):
    """Right as well: the staircase is level wherever recall grows."""
    hits = correct[np.argsort(-scores, kind="stable")].cumsum()
    precision = hits / np.arange(1, len(hits) + 1)
    for i in range(len(precision) - 2, -1, -1):
        precision[i] = max(precision[i], precision[i + 1])
    recall = np.append(0, hits / num_ground_truth)
    return np.trapezoid(np.append(precision[:1], precision), recall) if len(hits) else 0
