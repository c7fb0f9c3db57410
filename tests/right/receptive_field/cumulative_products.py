# cnnquiz: receptive_field
import numpy as np


def receptive_field(layers):
    k, s, d = np.array(layers, dtype=np.int64).reshape(-1, 3).T
    steps = np.cumprod(np.concatenate([[1], s]))[:-1]
    return 1 + ((k - 1) * d * steps).sum()
