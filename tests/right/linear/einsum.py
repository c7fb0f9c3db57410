# cnnquiz: linear
import numpy as np


def linear(x, w, b=None):
    y = np.einsum("ni,oi->no", x, w)
    if b is not None:
        y += b
    return y
