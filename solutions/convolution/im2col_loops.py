# cnnquiz: im2col
"""Unfolding as six loops and no arithmetic on values: each innermost step copies one.

The first loop is over images. The next three name a row of the result: channel c, and
row u and column v of the window. The last two name a column: the window at (i, j). Six
indices have to become three, as in any row-major layout: the later an index stands, the
faster it runs, so the row is (c·kH + u)·kW + v and the column i·W_out + j.

Vectorizing takes away n, c, i and j: one strided slice holds what cell (u, v) meets in
every window. It also takes away the two formulas: with the axes in this order they are
what a reshape does.
"""

import numpy as np


def im2col(x, kernel_size, stride=1, padding=0):
    images, channels, height, width = x.shape
    k_h, k_w = kernel_size
    out_h = (height + 2 * padding - k_h) // stride + 1
    out_w = (width + 2 * padding - k_w) // stride + 1
    sides = (padding, padding)
    padded = np.pad(x, ((0, 0), (0, 0), sides, sides))
    cols = np.zeros((images, channels * k_h * k_w, out_h * out_w), dtype=x.dtype)
    for n in range(images):
        for c in range(channels):
            for u in range(k_h):
                for v in range(k_w):
                    row = (c * k_h + u) * k_w + v
                    for i in range(out_h):
                        for j in range(out_w):
                            column = i * out_w + j
                            pixel = padded[n, c, i * stride + u, j * stride + v]
                            cols[n, row, column] = pixel
    return cols
