# cnnquiz: avg_pool2d
import numpy as np


def avg_pool2d(x, kernel_size, stride=None, padding=0):
    s = stride or kernel_size
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    windows = np.lib.stride_tricks.sliding_window_view(
        padded, (kernel_size, kernel_size), axis=(2, 3)
    )
    return windows[:, :, ::s, ::s].mean(axis=(-2, -1))
