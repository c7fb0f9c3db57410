# cnnquiz: dropout
import numpy as np


def dropout(x, p, rng, training=True):
    mask = np.ones(x.shape, dtype=x.dtype, order="F")
    if training:
        mask[...] = rng.choice([0.0, 1 / (1 - p)], size=x.shape, p=[p, 1 - p])
    return x * mask, mask
