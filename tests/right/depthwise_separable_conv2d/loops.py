# cnnquiz: depthwise_separable_conv2d
import numpy as np


def depthwise_separable_conv2d(x, depthwise, pointwise, stride=1, padding=0):
    n_images, channels, height, width = x.shape
    k_h, k_w = depthwise.shape[2:]
    out_h = (height + 2 * padding - k_h) // stride + 1
    out_w = (width + 2 * padding - k_w) // stride + 1
    z = np.zeros((n_images, channels, out_h, out_w), dtype=x.dtype)
    for n, c, i, j in np.ndindex(z.shape):
        for u in range(k_h):
            for v in range(k_w):
                row, column = i * stride + u - padding, j * stride + v - padding
                if 0 <= row < height and 0 <= column < width:
                    z[n, c, i, j] += depthwise[c, 0, u, v] * x[n, c, row, column]
    y = np.zeros((n_images, len(pointwise), out_h, out_w), dtype=x.dtype)
    for n, o, i, j in np.ndindex(y.shape):
        for c in range(channels):
            y[n, o, i, j] += pointwise[o, c, 0, 0] * z[n, c, i, j]
    return y
