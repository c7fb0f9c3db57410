# cnnquiz: dropout
import numpy as np


def dropout(x, p, rng, training=True):
    if not training or p == 0:
        return np.array(x), np.ones_like(x)
    keep = 1.0 - p
    mask = rng.binomial(1, keep, size=x.shape) / np.float32(keep)
    mask = mask.astype(x.dtype)
    return mask * x, mask
