# cnnquiz: avg_pool2d_backward
import numpy as np


def avg_pool2d_backward(dout, x_shape, kernel_size, stride=None, padding=0):
    if stride is None:
        stride = kernel_size
    _, _, height, width = x_shape
    dx = np.zeros(x_shape, dtype=dout.dtype)
    for n, c, i, j in np.ndindex(dout.shape):
        for u in range(kernel_size):
            for v in range(kernel_size):
                row, column = i * stride + u - padding, j * stride + v - padding
                if 0 <= row < height and 0 <= column < width:
                    dx[n, c, row, column] += dout[n, c, i, j] / kernel_size**2
    return dx
