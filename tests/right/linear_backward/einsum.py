# cnnquiz: linear_backward
import numpy as np


def linear_backward(dout, x, w):
    dx = np.einsum("no,oi->ni", dout, w)
    dw = np.einsum("no,ni->oi", dout, x)
    return [dx, dw, np.einsum("no->o", dout)]
