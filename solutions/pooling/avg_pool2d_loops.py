# cnnquiz: avg_pool2d
"""Average pooling as six loops.

The outer four name a cell of the output: image n, channel c, row i, column j. The inner
two visit its window, row u and column v. The sum belongs to one window, so it begins
between the two groups, and is divided once, after the inner two. The zeros of the
padding are visited like any other cell: the divisor is k² everywhere.

Vectorizing leaves the loops over the window: they add up k² strided slices of the padded
image.
"""

import numpy as np


def avg_pool2d(x, kernel_size, stride=None, padding=0):
    stride = kernel_size if stride is None else stride
    images, channels, height, width = x.shape
    out_h = (height + 2 * padding - kernel_size) // stride + 1
    out_w = (width + 2 * padding - kernel_size) // stride + 1
    sides = (padding, padding)
    padded = np.pad(x, ((0, 0), (0, 0), sides, sides))
    dtype = x.dtype if x.dtype.kind == "f" else np.float64
    y = np.zeros((images, channels, out_h, out_w), dtype=dtype)
    for n in range(images):
        for c in range(channels):
            for i in range(out_h):
                for j in range(out_w):
                    top, left = i * stride, j * stride
                    total = 0.0
                    for u in range(kernel_size):
                        for v in range(kernel_size):
                            total += padded[n, c, top + u, left + v]
                    y[n, c, i, j] = total / kernel_size**2
    return y
