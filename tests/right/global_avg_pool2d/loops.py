# cnnquiz: global_avg_pool2d
import numpy as np


def global_avg_pool2d(x):
    n_images, channels, height, width = x.shape
    y = np.zeros((n_images, channels), dtype=x.dtype)
    for n in range(n_images):
        for c in range(channels):
            total = 0.0
            for i in range(height):
                for j in range(width):
                    total += x[n, c, i, j]
            y[n, c] = total / (height * width)
    return y
