# cnnquiz: flatten
import numpy as np


def flatten(x):
    images, channels, height, width = x.shape
    y = np.zeros((images, channels * height * width), dtype=x.dtype)
    for n in range(images):
        k = 0
        for c in range(channels):
            for i in range(height):
                for j in range(width):
                    y[n, k] = x[n, c, i, j]
                    k += 1
    return y
