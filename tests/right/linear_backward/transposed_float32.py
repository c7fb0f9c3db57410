# cnnquiz: linear_backward
import numpy as np


def linear_backward(dout, x, w):
    """Compute the transposes in single precision and return views of them."""
    narrow = dout.astype(np.float32)
    dx = (w.T.astype(np.float32) @ narrow.T).T
    dw = (x.T.astype(np.float32) @ narrow).T
    db = np.ones(len(x), np.float32) @ narrow
    return tuple(part.astype(dout.dtype) for part in (dx, dw, db))
