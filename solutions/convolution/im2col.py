# cnnquiz: im2col
"""Fill the columns row by row: each cell of the kernel is one strided slice.

An array with an axis for each of channel, kernel row, kernel column, output row and
output column is filled by kH·kW slices. In this order of axes a reshape is all that is
left to do.
"""

import numpy as np


def im2col(x, kernel_size, stride=1, padding=0):
    n, c, height, width = x.shape
    k_h, k_w = kernel_size
    out_h = (height + 2 * padding - k_h) // stride + 1
    out_w = (width + 2 * padding - k_w) // stride + 1
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    cols = np.empty((n, c, k_h, k_w, out_h, out_w), dtype=x.dtype)
    for u in range(k_h):
        for v in range(k_w):
            rows = slice(u, u + stride * out_h, stride)
            columns = slice(v, v + stride * out_w, stride)
            cols[:, :, u, v] = padded[:, :, rows, columns]
    return cols.reshape(n, c * k_h * k_w, out_h * out_w)
