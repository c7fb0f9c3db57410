# cnnquiz: avg_pool2d_backward
"""Add each window's share onto its cells, one cell of the window at a time.

The forward pass reads k² strided slices of the padded image. Backward, each of them
gets the same share, dout / k². Windows may overlap, so the shares are added.
"""

import numpy as np


def avg_pool2d_backward(dout, x_shape, kernel_size, stride=None, padding=0):
    stride = kernel_size if stride is None else stride
    n, c, height, width = x_shape
    out_h, out_w = dout.shape[2:]
    share = dout / kernel_size**2
    dpadded = np.zeros((n, c, height + 2 * padding, width + 2 * padding), dout.dtype)
    for u in range(kernel_size):
        for v in range(kernel_size):
            rows = slice(u, u + stride * out_h, stride)
            columns = slice(v, v + stride * out_w, stride)
            dpadded[:, :, rows, columns] += share
    return dpadded[:, :, padding : padding + height, padding : padding + width]
