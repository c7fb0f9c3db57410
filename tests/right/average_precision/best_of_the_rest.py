# cnnquiz: average_precision
import numpy as np


def average_precision(scores, correct, num_ground_truth):
    """Look for the maximum anew at each object: quadratic, and plain."""
    ranked = correct[np.lexsort((np.arange(len(scores)), -scores))]
    ranks = np.flatnonzero(ranked) + 1
    precision = np.arange(1, len(ranks) + 1) / ranks
    total = sum(precision[i:].max() for i in range(len(precision)))
    return np.asarray(total / num_ground_truth)
