# cnnquiz: linear_backward
import numpy as np


def linear_backward(dout, x, w):
    dx, dw = np.zeros_like(x), np.zeros_like(w)
    db = np.zeros(w.shape[0], dtype=w.dtype)
    for n in range(x.shape[0]):
        for o in range(w.shape[0]):
            db[o] += dout[n, o]
            for i in range(w.shape[1]):
                dx[n, i] += dout[n, o] * w[o, i]
                dw[o, i] += dout[n, o] * x[n, i]
    return dx, dw, db
