# cnnquiz: relu
import numpy as np


def relu(x):
    out = np.zeros(x.shape, dtype=x.dtype)
    for place in np.ndindex(x.shape):
        if x[place] > 0:
            out[place] = x[place]
    return out
