# cnnquiz: sigmoid
import numpy as np


def sigmoid(x):
    y = np.zeros(x.shape, dtype=np.float32)
    right = x >= 0
    y[right] = 1 / (1 + np.exp(-x[right]))
    powers = np.exp(x[~right])
    y[~right] = powers / (1 + powers)
    return y.astype(x.dtype)
