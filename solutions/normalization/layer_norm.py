# cnnquiz: layer_norm
"""A mean and a variance for each row, kept as a column of width 1.

keepdims leaves the last axis in place, so that one number a row broadcasts along its
row. gamma and beta have one number a column and broadcast down the rows as they are.
"""

import numpy as np


def layer_norm(x, gamma, beta, eps=1e-5):
    mean = x.mean(axis=-1, keepdims=True)
    var = x.var(axis=-1, keepdims=True)
    return gamma * (x - mean) / np.sqrt(var + eps) + beta
