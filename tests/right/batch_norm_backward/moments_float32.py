# cnnquiz: batch_norm_backward
import numpy as np


def batch_norm_backward(dout, x, gamma, eps=1e-5):
    """Take the variance as E[x²] − E[x]², in single precision, with einsum."""
    dtype = x.dtype
    g, a = dout.astype(np.float32), x.astype(np.float32)
    m = np.float32(a[:, 0].size)
    mean = np.einsum("nchw->c", a) / m
    var = np.maximum(np.einsum("nchw,nchw->c", a, a) / m - mean**2, 0)
    inverse = 1 / np.sqrt(var + np.float32(eps))
    x_hat = (a - mean[:, None, None]) * inverse[:, None, None]
    dbeta = np.einsum("nchw->c", g)
    dgamma = np.einsum("nchw,nchw->c", g, x_hat)
    dx = m * g - dbeta[:, None, None] - x_hat * dgamma[:, None, None]
    dx *= (gamma.astype(np.float32) * inverse / m)[:, None, None]
    return np.asfortranarray(dx, dtype), dgamma.astype(dtype), dbeta.astype(dtype)
