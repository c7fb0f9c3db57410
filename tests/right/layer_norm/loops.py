# cnnquiz: layer_norm
import math

import numpy as np


def layer_norm(x, gamma, beta, eps=1e-5):
    y = np.zeros_like(x)
    width = x.shape[-1]
    for place in np.ndindex(x.shape[:-1]):
        total = 0.0
        for j in range(width):
            total += x[(*place, j)]
        mean = total / width
        squares = 0.0
        for j in range(width):
            squares += (x[(*place, j)] - mean) ** 2
        root = math.sqrt(squares / width + eps)
        for j in range(width):
            y[(*place, j)] = gamma[j] * (x[(*place, j)] - mean) / root + beta[j]
    return y
