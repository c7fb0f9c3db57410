# cnnquiz: avg_pool2d_backward
import numpy as np


def avg_pool2d_backward(dout, x_shape, kernel_size, stride=None, padding=0):
    """Cut each window at the edge, in single precision, in Fortran order."""
    k, s = kernel_size, stride or kernel_size
    dx = np.zeros(x_shape, dtype=np.float32, order="F")
    share = dout.astype(np.float32) / np.float32(k * k)
    for i in range(dout.shape[2]):
        for j in range(dout.shape[3]):
            top, left = i * s - padding, j * s - padding
            window = dx[:, :, max(top, 0) : top + k, max(left, 0) : left + k]
            window += share[:, :, i : i + 1, j : j + 1]
    return dx.astype(dout.dtype)
