# cnnquiz: batch_norm
import math

import numpy as np


def batch_norm(
    x, gamma, beta, running_mean, running_var, momentum=0.1, eps=1e-5, training=True
):
    n_images, channels, height, width = x.shape
    y = np.zeros_like(x)
    new_mean, new_var = running_mean.copy(), running_var.copy()
    values = n_images * height * width
    for c in range(channels):
        if training:
            total = 0.0
            for n in range(n_images):
                for i in range(height):
                    for j in range(width):
                        total += x[n, c, i, j]
            mean = total / values
            squares = 0.0
            for n in range(n_images):
                for i in range(height):
                    for j in range(width):
                        squares += (x[n, c, i, j] - mean) ** 2
            var = squares / values
            new_mean[c] += momentum * (mean - new_mean[c])
            new_var[c] += momentum * (squares / (values - 1) - new_var[c])
        else:
            mean, var = running_mean[c], running_var[c]
        for n in range(n_images):
            for i in range(height):
                for j in range(width):
                    standard = (x[n, c, i, j] - mean) / math.sqrt(var + eps)
                    y[n, c, i, j] = gamma[c] * standard + beta[c]
    return y, new_mean, new_var
