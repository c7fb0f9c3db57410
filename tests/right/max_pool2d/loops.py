# cnnquiz: max_pool2d
import numpy as np


def max_pool2d(x, kernel_size, stride=None, padding=0):
    if stride is None:
        stride = kernel_size
    n_images, channels, height, width = x.shape
    out_h = (height + 2 * padding - kernel_size) // stride + 1
    out_w = (width + 2 * padding - kernel_size) // stride + 1
    out = np.zeros((n_images, channels, out_h, out_w), dtype=x.dtype)
    for n in range(n_images):
        for c in range(channels):
            for i in range(out_h):
                for j in range(out_w):
                    best = -float("inf")
                    for u in range(kernel_size):
                        for v in range(kernel_size):
                            row = i * stride + u - padding
                            column = j * stride + v - padding
                            if 0 <= row < height and 0 <= column < width:
                                best = max(best, x[n, c, row, column])
                    out[n, c, i, j] = best
    return out
