# cnnquiz: linear
import numpy as np


def linear(x, w, b=None):
    """Append a feature that is always one, whose weight is the bias."""
    if b is not None:
        x = np.hstack([x, np.ones((len(x), 1), dtype=x.dtype)])
        w = np.hstack([w, b[:, None]])
    return x @ w.T
