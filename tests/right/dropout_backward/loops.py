# cnnquiz: dropout_backward
import numpy as np


def dropout_backward(dout, mask):
    dx = np.empty(dout.shape, dout.dtype)
    for place in np.ndindex(dout.shape):
        dx[place] = dout[place] * mask[place]
    return dx
