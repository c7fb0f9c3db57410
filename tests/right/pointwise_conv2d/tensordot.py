# cnnquiz: pointwise_conv2d
import numpy as np


def pointwise_conv2d(x, w, b=None):
    y = np.tensordot(w.squeeze(axis=(2, 3)), x, axes=(1, 1)).swapaxes(0, 1)
    if b is not None:
        y += b.reshape(-1, 1, 1)
    return y
