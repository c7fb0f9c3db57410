# cnnquiz: conv2d_fast
import numpy as np


def conv2d_fast(x, w, b=None, stride=1, padding=0):
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    windows = np.lib.stride_tricks.sliding_window_view(
        padded, w.shape[2:], axis=(2, 3)
    )[:, :, ::stride, ::stride]
    y = np.einsum("nchwuv,ocuv->nohw", windows, w, optimize=True)
    return y if b is None else y + b.reshape(1, -1, 1, 1)
