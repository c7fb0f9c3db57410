# cnnquiz: batch_norm
"""One loop over the channels, and inside it up to three passes over the batch.

The channel c stands outside, because a mean and a variance belong to a channel. A pass
goes through its N·H·W values: image n, row i, column j. In training there are three, and
none can begin before the one before it has ended: the mean, the squares of the
deviations from it, the results. In evaluation only the last is left.

Vectorizing takes away all loops, but not the three passes: each is an operation on
whole arrays, the first two with axis=(0, 2, 3), and c is the axis that broadcasts.
"""

import math

import numpy as np


def batch_norm(
    x,
    gamma,
    beta,
    running_mean,
    running_var,
    momentum=0.1,
    eps=1e-5,
    training=True,
):
    images, channels, height, width = x.shape
    values = images * height * width
    y = np.zeros(x.shape, dtype=x.dtype)
    running_mean, running_var = running_mean.copy(), running_var.copy()
    for c in range(channels):
        if training:
            total = 0.0
            for n in range(images):
                for i in range(height):
                    for j in range(width):
                        total += x[n, c, i, j]
            mean = total / values
            squares = 0.0
            for n in range(images):
                for i in range(height):
                    for j in range(width):
                        squares += (x[n, c, i, j] - mean) ** 2
            var, unbiased = squares / values, squares / (values - 1)
            running_mean[c] = (1 - momentum) * running_mean[c] + momentum * mean
            running_var[c] = (1 - momentum) * running_var[c] + momentum * unbiased
        else:
            mean, var = running_mean[c], running_var[c]
        root = math.sqrt(var + eps)
        for n in range(images):
            for i in range(height):
                for j in range(width):
                    standard = (x[n, c, i, j] - mean) / root
                    y[n, c, i, j] = gamma[c] * standard + beta[c]
    return y, running_mean, running_var
