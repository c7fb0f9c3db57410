# cnnquiz: residual_block
"""The shortcut as part of the second convolution: its input is [hidden, seen]."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def conv(x, w, stride=1):
    padded = np.pad(x, ((0, 0), (0, 0), (1, 1), (1, 1)))
    windows = sliding_window_view(padded, (3, 3), axis=(2, 3))
    return np.einsum("nchwuv,ocuv->nohw", windows[:, :, ::stride, ::stride], w)


def residual_block(x, w1, b1, w2, b2, w_shortcut=None, stride=1):
    if w_shortcut is None:
        w_shortcut = np.eye(x.shape[1], dtype=x.dtype)[:, :, None, None]
    hidden = np.maximum(conv(x, w1, stride) + b1.reshape(-1, 1, 1), 0)
    seen = x[:, :, ::stride, ::stride]
    centre = np.pad(w_shortcut, ((0, 0), (0, 0), (1, 1), (1, 1)))
    both = conv(np.concatenate([hidden, seen], 1), np.concatenate([w2, centre], 1))
    return (both + b2.reshape(-1, 1, 1)).clip(min=0)
