# cnnquiz: max_pool2d
import numpy as np


def max_pool2d(x, kernel_size, stride=None, padding=0):
    """Compare in single precision and return Fortran order."""
    stride = kernel_size if stride is None else stride
    sides = (padding, padding)
    padded = np.pad(
        x.astype(np.float32), ((0, 0), (0, 0), sides, sides), constant_values=-np.inf
    )
    windows = np.lib.stride_tricks.sliding_window_view(
        padded, (kernel_size, kernel_size), axis=(2, 3)
    )[:, :, ::stride, ::stride]
    return np.asfortranarray(windows.max(axis=(4, 5)).astype(x.dtype))
