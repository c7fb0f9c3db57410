# cnnquiz: pad2d
import numpy as np


def border(x, p, mode):
    """Return what goes before and after the last axis."""
    if mode == "zeros":
        nothing = np.zeros((*x.shape[:-1], p), dtype=x.dtype)
        return nothing, nothing
    if mode == "replicate":
        return np.repeat(x[..., :1], p, axis=-1), np.repeat(x[..., -1:], p, axis=-1)
    return x[..., 1 : p + 1][..., ::-1], x[..., -p - 1 : -1][..., ::-1]


def pad2d(x, padding, mode="zeros"):
    if padding == 0:
        return x.copy()
    for _ in range(2):
        left, right = border(x, padding, mode)
        x = np.concatenate([left, x, right], axis=-1).swapaxes(-1, -2)
    return x
