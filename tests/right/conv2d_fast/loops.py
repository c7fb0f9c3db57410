# cnnquiz: conv2d_fast
import numpy as np


def conv2d_fast(x, w, b=None, stride=1, padding=0):
    """Loop over the pixels: right, and too slow for this exercise."""
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    k_h, k_w = w.shape[2:]
    out_h = (padded.shape[2] - k_h) // stride + 1
    out_w = (padded.shape[3] - k_w) // stride + 1
    y = np.zeros((len(x), len(w), out_h, out_w), dtype=w.dtype)
    for n, o, i, j in np.ndindex(y.shape):
        top, left = i * stride, j * stride
        window = padded[n, :, top : top + k_h, left : left + k_w]
        y[n, o, i, j] = np.sum(window * w[o])
        if b is not None:
            y[n, o, i, j] += b[o]
    return y
