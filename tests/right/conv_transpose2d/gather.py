# cnnquiz: conv_transpose2d
import numpy as np


def conv_transpose2d(x, w, b=None, stride=1, padding=0, output_padding=0):
    """Spread x out with zeros, pad it, and correlate with the rotated kernel."""
    n, c_in, height, width = x.shape
    k_h, k_w = w.shape[2:]
    rows, columns = (height - 1) * stride + 1, (width - 1) * stride + 1
    spread = np.zeros((n, c_in, rows, columns), x.dtype)
    spread[:, :, ::stride, ::stride] = x
    above, left = k_h - 1 - padding, k_w - 1 - padding
    sides = ((above, above + output_padding), (left, left + output_padding))
    padded = np.pad(spread, ((0, 0), (0, 0), *sides))
    windows = np.lib.stride_tricks.sliding_window_view(padded, (k_h, k_w), axis=(2, 3))
    y = np.einsum("nchwuv,couv->nohw", windows, w[:, :, ::-1, ::-1])
    return y if b is None else y + b.reshape(1, -1, 1, 1)
