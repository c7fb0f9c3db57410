# cnnquiz: max_pool2d
"""Max pooling as six loops.

The outer four name a cell of the output: image n, channel c, row i, column j. The inner
two visit the window that it looks at, row u and column v. The best so far belongs to one
window, so it begins again between the two groups, at −∞: a start of 0 would win over a
window of negative values. Channels are not mixed, so c stands outside, where a
convolution has it inside.

Vectorizing leaves the loops over the window: what its cell (u, v) meets everywhere is
one strided slice, and the best so far becomes an array of the output's shape.
"""

import numpy as np


def max_pool2d(x, kernel_size, stride=None, padding=0):
    stride = kernel_size if stride is None else stride
    images, channels, height, width = x.shape
    out_h = (height + 2 * padding - kernel_size) // stride + 1
    out_w = (width + 2 * padding - kernel_size) // stride + 1
    sides = (padding, padding)
    padded = np.pad(x, ((0, 0), (0, 0), sides, sides), constant_values=-np.inf)
    y = np.zeros((images, channels, out_h, out_w), dtype=x.dtype)
    for n in range(images):
        for c in range(channels):
            for i in range(out_h):
                for j in range(out_w):
                    top, left = i * stride, j * stride
                    best = -np.inf
                    for u in range(kernel_size):
                        for v in range(kernel_size):
                            best = max(best, padded[n, c, top + u, left + v])
                    y[n, c, i, j] = best
    return y
