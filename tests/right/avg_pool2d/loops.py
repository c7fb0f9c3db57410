# cnnquiz: avg_pool2d
import numpy as np


def avg_pool2d(x, kernel_size, stride=None, padding=0):
    if stride is None:
        stride = kernel_size
    n_images, channels, height, width = x.shape
    out_h = (height + 2 * padding - kernel_size) // stride + 1
    out_w = (width + 2 * padding - kernel_size) // stride + 1
    dtype = x.dtype if x.dtype.kind == "f" else float
    y = np.zeros((n_images, channels, out_h, out_w), dtype=dtype)
    for n, c, i, j in np.ndindex(y.shape):
        total = 0.0
        for u in range(kernel_size):
            for v in range(kernel_size):
                row, column = i * stride + u - padding, j * stride + v - padding
                if 0 <= row < height and 0 <= column < width:
                    total += x[n, c, row, column]
        y[n, c, i, j] = total / kernel_size**2
    return y
