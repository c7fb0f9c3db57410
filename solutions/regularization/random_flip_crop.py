# cnnquiz: random_flip_crop
"""Three draws an image: a row, a column, and heads or tails.

integers(2 * padding + 1) includes both ends: the upper bound of rng.integers does not.
"""

import numpy as np


def random_flip_crop(x, padding, rng):
    n, _, height, width = x.shape
    sides = (padding, padding)
    padded = np.pad(x, ((0, 0), (0, 0), sides, sides))
    tops, lefts = rng.integers(2 * padding + 1, size=(2, n))
    flips = rng.random(n) < 0.5
    y = np.empty_like(x)
    for i in range(n):
        window = padded[i, :, tops[i] : tops[i] + height, lefts[i] : lefts[i] + width]
        y[i] = window[:, :, ::-1] if flips[i] else window
    return y
