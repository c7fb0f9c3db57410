# cnnquiz: max_pool2d_backward
"""Route each window's gradient to its first maximum.

argmax over the flattened window gives the first maximum in row-major order. Windows may
overlap, so the gradients are added, cell by cell of the window.
"""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def max_pool2d_backward(dout, x, kernel_size, stride=None, padding=0):
    stride = kernel_size if stride is None else stride
    n, c, out_h, out_w = dout.shape
    sides = (padding, padding)
    padded = np.pad(x, ((0, 0), (0, 0), sides, sides), constant_values=-np.inf)
    windows = sliding_window_view(padded, (kernel_size, kernel_size), axis=(2, 3))
    windows = windows[:, :, ::stride, ::stride]
    winners = windows.reshape(n, c, out_h, out_w, -1).argmax(axis=-1)
    dpadded = np.zeros(padded.shape, dtype=dout.dtype)
    for cell in range(kernel_size * kernel_size):
        u, v = divmod(cell, kernel_size)
        rows = slice(u, u + stride * out_h, stride)
        columns = slice(v, v + stride * out_w, stride)
        dpadded[:, :, rows, columns] += dout * (winners == cell)
    height, width = x.shape[2:]
    return dpadded[:, :, padding : padding + height, padding : padding + width]
