# cnnquiz: sigmoid
"""Never take exp of a positive number.

exp(−|x|) is at most 1. Where x ≥ 0 the answer is 1 / (1 + exp(−x)); where x < 0 it is
exp(x) / (1 + exp(x)). Both denominators are 1 + exp(−|x|).
"""

import numpy as np


def sigmoid(x):
    small = np.exp(-np.abs(x))
    return np.where(x >= 0, 1, small) / (1 + small)
