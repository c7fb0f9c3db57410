# cnnquiz: dropout
import numpy as np


def dropout(x, p, rng, training=True):
    y, mask = np.empty_like(x), np.empty_like(x)
    for place in np.ndindex(*x.shape):
        kept = not training or rng.uniform() > p
        mask[place] = (1 / (1 - p) if training else 1.0) if kept else 0.0
        y[place] = x[place] * mask[place]
    return y, mask
