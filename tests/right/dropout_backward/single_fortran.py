# cnnquiz: dropout_backward
import numpy as np


def dropout_backward(dout, mask):
    dx = np.empty(dout.shape, dout.dtype, order="F")
    np.multiply(dout, mask, out=dx, dtype=np.float32, casting="same_kind")
    return dx
