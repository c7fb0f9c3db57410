# cnnquiz: sigmoid
import math

import numpy as np


def sigmoid(x):
    y = np.empty(x.shape, dtype=x.dtype)
    for place in np.ndindex(x.shape):
        value = float(x[place])
        if value >= 0:
            y[place] = 1 / (1 + math.exp(-value))
        else:
            y[place] = math.exp(value) / (1 + math.exp(value))
    return y
