# cnnquiz: random_flip_crop
import numpy as np


def random_flip_crop(x, padding, rng):
    n, c, height, width = x.shape
    y = np.zeros_like(x)
    for i in range(n):
        down = rng.integers(-padding, padding, endpoint=True)
        right = rng.integers(-padding, padding, endpoint=True)
        flip = rng.integers(2)
        for ch in range(c):
            for r in range(height):
                for s in range(width):
                    row, column = r + down, s + right
                    if 0 <= row < height and 0 <= column < width:
                        to = width - 1 - s if flip else s
                        y[i, ch, r, to] = x[i, ch, row, column]
    return y
