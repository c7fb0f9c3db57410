# cnnquiz: conv2d
import numpy as np


def conv2d(x, w, b=None, stride=1, padding=0):
    """View all windows, keep every stride-th, contract; the result is a view."""
    padded = np.pad(x, [(0, 0), (0, 0), (padding, padding), (padding, padding)])
    windows = np.lib.stride_tricks.sliding_window_view(padded, w.shape[2:], (2, 3))
    windows = windows[:, :, ::stride, ::stride]
    y = np.tensordot(windows, w, axes=((1, 4, 5), (1, 2, 3)))
    if b is not None:
        y = y + b
    return np.moveaxis(y, -1, 1)
