# cnnquiz: softmax
import math

import numpy as np


def softmax(x, axis=-1):
    moved = np.moveaxis(x, axis, -1)
    out = np.zeros(moved.shape, dtype=x.dtype if x.dtype.kind == "f" else float)
    for place in np.ndindex(moved.shape[:-1]):
        scores = [float(score) for score in moved[place]]
        highest = max(scores)
        powers = [math.exp(score - highest) for score in scores]
        total = sum(powers)
        for k, power in enumerate(powers):
            out[place][k] = power / total
    return np.moveaxis(out, -1, axis)
