# cnnquiz: grouped_conv2d
import numpy as np


def grouped_conv2d(x, w, b=None, stride=1, padding=0, dilation=1, groups=1):
    n_images, _, height, width = x.shape
    c_out, per_group, k_h, k_w = w.shape
    out_h = (height + 2 * padding - dilation * (k_h - 1) - 1) // stride + 1
    out_w = (width + 2 * padding - dilation * (k_w - 1) - 1) // stride + 1
    y = np.zeros((n_images, c_out, out_h, out_w), dtype=x.dtype)
    for n, o, i, j in np.ndindex(y.shape):
        total = 0.0 if b is None else b[o]
        first = o // (c_out // groups) * per_group
        for a in range(per_group):
            for u in range(k_h):
                for v in range(k_w):
                    row = i * stride + u * dilation - padding
                    column = j * stride + v * dilation - padding
                    if 0 <= row < height and 0 <= column < width:
                        total += w[o, a, u, v] * x[n, first + a, row, column]
        y[n, o, i, j] = total
    return y
