# cnnquiz: log_softmax
import math

import numpy as np


def log_softmax(x, axis=-1):
    moved = np.moveaxis(x, axis, -1)
    out = np.zeros(moved.shape, dtype=x.dtype if x.dtype.kind == "f" else float)
    for place in np.ndindex(moved.shape[:-1]):
        scores = [float(score) for score in moved[place]]
        highest = max(scores)
        total = 0.0
        for score in scores:
            total += math.exp(score - highest)
        for k, score in enumerate(scores):
            out[place][k] = score - highest - math.log(total)
    return np.moveaxis(out, -1, axis)
