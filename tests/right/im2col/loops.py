# cnnquiz: im2col
import numpy as np


def im2col(x, kernel_size, stride=1, padding=0):
    n_images, c_in, height, width = x.shape
    k_h, k_w = kernel_size
    out_h = (height + 2 * padding - k_h) // stride + 1
    out_w = (width + 2 * padding - k_w) // stride + 1
    cols = np.zeros((n_images, c_in * k_h * k_w, out_h * out_w), dtype=x.dtype)
    for n, r, place in np.ndindex(cols.shape):
        c, cell = divmod(r, k_h * k_w)
        u, v = divmod(cell, k_w)
        i, j = divmod(place, out_w)
        row, column = i * stride + u - padding, j * stride + v - padding
        if 0 <= row < height and 0 <= column < width:
            cols[n, r, place] = x[n, c, row, column]
    return cols
