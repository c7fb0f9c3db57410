# cnnquiz: conv2d_backward
import numpy as np
from scipy.signal import convolve, correlate


def conv2d_backward(dout, x, w, stride=1, padding=0):
    """Spread dout over the strides, then let SciPy's FFT do the rest."""
    (n, c_in, height, width), (c_out, _, k_h, k_w) = x.shape, w.shape
    rows, columns = ((size - 1) * stride + 1 for size in dout.shape[2:])
    spread = np.zeros((n, c_out, rows, columns))
    spread[:, :, ::stride, ::stride] = dout
    sides = ((0, 0), (0, 0), (padding, padding), (padding, padding))
    padded = np.pad(x.astype(float), sides)
    dx, dw = np.zeros_like(padded), np.zeros(w.shape)
    reach = (slice(rows + k_h - 1), slice(columns + k_w - 1))
    for m, o, c in np.ndindex(n, c_out, c_in):
        kernel = w[o, c].astype(float)
        dx[m, c][reach] += convolve(spread[m, o], kernel, method="fft")
        dw[o, c] += correlate(
            padded[m, c][reach], spread[m, o], mode="valid", method="fft"
        )
    dx = dx[:, :, padding : padding + height, padding : padding + width]
    db = dout.sum(axis=(0, 2, 3))
    return dx.astype(dout.dtype), dw.astype(dout.dtype), db
