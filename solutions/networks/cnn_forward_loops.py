# cnnquiz: cnn_forward
"""A CNN as four kinds of loops, one function for each.

In every layer the outer loop is over the cells of the output: ndindex(y.shape) stands
for one loop an axis, the last axis fastest. What stands inside is what a cell depends
on: a convolution's depends on all input channels and a 3×3 window (three loops), a
pooled one on a 2×2 window of its own channel (two), a ReLU's on one value (none), and a
logit on all features (three: flattening is the order in which they are visited).

Vectorizing takes away the loops over output cells and leaves the nine cells of the
kernel; the small functions and the order in which they are called stay as they are.
"""

import numpy as np


def conv3x3(x, w, b):
    images, c_in, height, width = x.shape
    padded = np.pad(x, ((0, 0), (0, 0), (1, 1), (1, 1)))
    y = np.zeros((images, len(w), height, width), dtype=x.dtype)
    for n, o, i, j in np.ndindex(y.shape):
        total = b[o]
        for c in range(c_in):
            for u in range(3):
                for v in range(3):
                    total += w[o, c, u, v] * padded[n, c, i + u, j + v]
        y[n, o, i, j] = total
    return y


def relu(x):
    y = np.zeros(x.shape, dtype=x.dtype)
    for cell in np.ndindex(y.shape):
        y[cell] = max(x[cell], 0)
    return y


def max_pool(x):
    images, channels, height, width = x.shape
    y = np.zeros((images, channels, height // 2, width // 2), dtype=x.dtype)
    for n, c, i, j in np.ndindex(y.shape):
        best = -np.inf
        for u in range(2):
            for v in range(2):
                best = max(best, x[n, c, 2 * i + u, 2 * j + v])
        y[n, c, i, j] = best
    return y


def flatten_and_linear(x, w, b):
    images, channels, height, width = x.shape
    y = np.zeros((images, len(w)), dtype=x.dtype)
    for n, k in np.ndindex(y.shape):
        total = b[k]
        for c in range(channels):
            for i in range(height):
                for j in range(width):
                    feature = (c * height + i) * width + j
                    total += w[k, feature] * x[n, c, i, j]
        y[n, k] = total
    return y


def cnn_forward(params, x):
    x = max_pool(relu(conv3x3(x, params["w1"], params["b1"])))
    x = max_pool(relu(conv3x3(x, params["w2"], params["b2"])))
    return flatten_and_linear(x, params["w3"], params["b3"])
