# cnnquiz: conv2d_fast
"""Convolution as one matrix product (im2col).

Every window of the padded image becomes a column, every filter a row; then all outputs
of an image are one product. The windows cost nothing to find: they are a view with
strides of its own. They cost something to copy: kH·kW times the memory of the image.
"""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def conv2d_fast(x, w, b=None, stride=1, padding=0):
    n = len(x)
    c_out, c_in, k_h, k_w = w.shape
    sides = (padding, padding)
    padded = np.pad(x, ((0, 0), (0, 0), sides, sides))
    windows = sliding_window_view(padded, (k_h, k_w), axis=(2, 3))
    windows = windows[:, :, ::stride, ::stride]  # (N, C_in, H_out, W_out, kH, kW)
    out_h, out_w = windows.shape[2:4]
    columns = windows.transpose(0, 1, 4, 5, 2, 3).reshape(
        n, c_in * k_h * k_w, out_h * out_w
    )
    y = w.reshape(c_out, -1) @ columns
    if b is not None:
        y += b[:, None]
    return y.reshape(n, c_out, out_h, out_w)
