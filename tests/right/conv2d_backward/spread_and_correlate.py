# cnnquiz: conv2d_backward
import numpy as np
from scipy.signal import convolve2d, correlate2d


def conv2d_backward(dout, x, w, stride=1, padding=0):
    """Put zeros between the cells of dout; then dw correlates and dx convolves."""
    n, c_in, height, width = x.shape
    c_out, _, k_h, k_w = w.shape
    tall, wide = height + 2 * padding, width + 2 * padding
    spread = np.zeros((n, c_out, tall - k_h + 1, wide - k_w + 1), dtype=dout.dtype)
    spread[:, :, ::stride, ::stride] = dout
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dpadded = np.zeros_like(padded)
    dw = np.zeros(w.shape, dtype=w.dtype, order="F")
    for m in range(n):
        for o in range(c_out):
            for c in range(c_in):
                dpadded[m, c] += convolve2d(spread[m, o], w[o, c])
                dw[o, c] += correlate2d(padded[m, c], spread[m, o], mode="valid")
    dx = dpadded[:, :, padding : tall - padding, padding : wide - padding]
    return dx, dw, dout.sum(axis=(0, 2, 3))
