# cnnquiz: batch_norm_backward
import numpy as np


def batch_norm_backward(dout, x, gamma, eps=1e-5):
    """Go back through the graph, one operation after the other, in rows of pixels."""
    n, c, h, w = x.shape
    flat = x.transpose(0, 2, 3, 1).reshape(-1, c)
    dy = dout.transpose(0, 2, 3, 1).reshape(-1, c)
    m = len(flat)
    xmu = flat - flat.mean(axis=0)
    var = (xmu**2).sum(axis=0) / m
    sqrtvar = np.sqrt(var + eps)
    ivar = 1.0 / sqrtvar

    dbeta = dy.sum(axis=0)
    dgamma = (dy * xmu * ivar).sum(axis=0)
    dxhat = dy * gamma
    divar = (dxhat * xmu).sum(axis=0)
    dsqrtvar = -divar / sqrtvar**2
    dvar = 0.5 * dsqrtvar / sqrtvar
    dxmu = dxhat * ivar + 2 * xmu * dvar / m
    dmu = -dxmu.sum(axis=0)
    rows = dxmu + dmu / m
    return rows.reshape(n, h, w, c).transpose(0, 3, 1, 2), dgamma, dbeta
