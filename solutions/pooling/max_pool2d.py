# cnnquiz: max_pool2d
"""Pooling by looping over the window's cells.

Cell (u, v) of the window meets one strided slice of the padded image in all windows at
once; the running maximum over the slices is the pooled map. −∞ as padding never wins.
"""

import numpy as np


def max_pool2d(x, kernel_size, stride=None, padding=0):
    stride = kernel_size if stride is None else stride
    out_h = (x.shape[2] + 2 * padding - kernel_size) // stride + 1
    out_w = (x.shape[3] + 2 * padding - kernel_size) // stride + 1
    sides = (padding, padding)
    padded = np.pad(x, ((0, 0), (0, 0), sides, sides), constant_values=-np.inf)
    y = np.full((*x.shape[:2], out_h, out_w), -np.inf, dtype=x.dtype)
    for u in range(kernel_size):
        for v in range(kernel_size):
            rows = slice(u, u + stride * out_h, stride)
            columns = slice(v, v + stride * out_w, stride)
            np.maximum(y, padded[:, :, rows, columns], out=y)
    return y
