# cnnquiz: linear
import numpy as np


def linear(x, w, b=None):
    """Compute the transpose in single precision and return a view of it."""
    y = w.astype(np.float32) @ x.T.astype(np.float32)
    if b is not None:
        y += b.astype(np.float32)[:, None]
    return y.T.astype(w.dtype)
