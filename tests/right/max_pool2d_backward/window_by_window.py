# cnnquiz: max_pool2d_backward
import numpy as np


def max_pool2d_backward(dout, x, kernel_size, stride=None, padding=0):
    """Work on windows cut at the edge, in single precision, in Fortran order."""
    k, s = kernel_size, stride or kernel_size
    dx = np.zeros(x.shape, dtype=np.float32, order="F")
    for n, c, i, j in np.ndindex(dout.shape):
        top, left = max(i * s - padding, 0), max(j * s - padding, 0)
        down, right = i * s - padding + k, j * s - padding + k
        window = x[n, c, top:down, left:right]
        u, v = np.unravel_index(np.argmax(window), window.shape)
        dx[n, c, top + u, left + v] += dout[n, c, i, j]
    return dx.astype(x.dtype)
