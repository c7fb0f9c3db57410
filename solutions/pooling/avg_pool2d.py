# cnnquiz: avg_pool2d
"""Average pooling by adding k² shifted images.

Each cell of the window meets, in all windows at once, one strided slice of the padded
image. Their sum over k² is the mean; the zeros of the padding are part of it. The sum
begins as a float: bytes added up as bytes would overflow.
"""

import numpy as np


def avg_pool2d(x, kernel_size, stride=None, padding=0):
    stride = kernel_size if stride is None else stride
    sides = (padding, padding)
    padded = np.pad(x, ((0, 0), (0, 0), sides, sides))
    out_h = (padded.shape[2] - kernel_size) // stride + 1
    out_w = (padded.shape[3] - kernel_size) // stride + 1
    total = 0.0
    for u in range(kernel_size):
        for v in range(kernel_size):
            rows = slice(u, u + stride * out_h, stride)
            columns = slice(v, v + stride * out_w, stride)
            total = total + padded[:, :, rows, columns]
    return total / kernel_size**2
