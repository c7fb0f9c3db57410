# cnnquiz: col2im
import numpy as np


def col2im(cols, output_size, kernel_size, stride=1, padding=0):
    height, width = output_size
    k_h, k_w = kernel_size
    out_w = (width + 2 * padding - k_w) // stride + 1
    channels = cols.shape[1] // (k_h * k_w)
    x = np.zeros((len(cols), channels, height, width), dtype=cols.dtype)
    for n, r, place in np.ndindex(cols.shape):
        c, cell = divmod(r, k_h * k_w)
        u, v = divmod(cell, k_w)
        i, j = divmod(place, out_w)
        row, column = i * stride + u - padding, j * stride + v - padding
        if 0 <= row < height and 0 <= column < width:
            x[n, c, row, column] += cols[n, r, place]
    return x
