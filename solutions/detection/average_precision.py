# cnnquiz: average_precision
"""Each object that is found adds a step of 1/num_ground_truth to the recall.

The height of the step is the best precision from there on: a running maximum, taken
from the end of the list.
"""

import numpy as np


def average_precision(scores, correct, num_ground_truth):
    ranked = correct[np.argsort(-scores)]
    precision = np.cumsum(ranked) / np.arange(1, len(ranked) + 1)
    best_from_here = np.maximum.accumulate(precision[::-1])[::-1]
    return float(best_from_here[ranked].sum() / num_ground_truth)
