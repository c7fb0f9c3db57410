# cnnquiz: col2im
import numpy as np


def col2im(cols, output_size, kernel_size, stride=1, padding=0):
    (height, width), (k_h, k_w), p = output_size, kernel_size, padding
    c = cols.shape[1] // (k_h * k_w)
    out_h = (height + 2 * p - k_h) // stride + 1
    out_w = (width + 2 * p - k_w) // stride + 1
    u = np.tile(np.repeat(np.arange(k_h), k_w), c)[:, None]
    v = np.tile(np.arange(k_w), k_h * c)[:, None]
    i = stride * np.repeat(np.arange(out_h), out_w)
    j = stride * np.tile(np.arange(out_w), out_h)
    channels = np.repeat(np.arange(c), k_h * k_w)[:, None]
    padded = np.zeros((len(cols), c, height + 2 * p, width + 2 * p), cols.dtype)
    np.add.at(padded, (slice(None), channels, u + i, v + j), cols)
    return padded[:, :, p : p + height, p : p + width].copy()
