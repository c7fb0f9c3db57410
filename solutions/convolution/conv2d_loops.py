# cnnquiz: conv2d
"""Convolution as seven loops.

The outer four name a cell of the output: image n, filter o, row i, column j. The inner
three visit all that this cell depends on: input channel c, and row u and column v of the
kernel. The sum belongs to one output cell, so it begins, with the bias, between the two
groups. Within a group any order gives the same result.

Vectorizing takes away five of the seven: n, o, i and j become axes of arrays, and c the
axis that einsum sums over. The loops over the kernel stay, because they are the shortest.
"""

import numpy as np


def conv2d(x, w, b=None, stride=1, padding=0):
    images, c_in, height, width = x.shape
    c_out, _, k_h, k_w = w.shape
    out_h = (height + 2 * padding - k_h) // stride + 1
    out_w = (width + 2 * padding - k_w) // stride + 1
    sides = (padding, padding)
    padded = np.pad(x, ((0, 0), (0, 0), sides, sides))
    y = np.zeros((images, c_out, out_h, out_w), dtype=w.dtype)
    for n in range(images):
        for o in range(c_out):
            for i in range(out_h):
                for j in range(out_w):
                    top, left = i * stride, j * stride
                    total = 0.0 if b is None else b[o]
                    for c in range(c_in):
                        for u in range(k_h):
                            for v in range(k_w):
                                pixel = padded[n, c, top + u, left + v]
                                total += w[o, c, u, v] * pixel
                    y[n, o, i, j] = total
    return y
