# cnnquiz: batch_norm
import numpy as np


def batch_norm(
    x, gamma, beta, running_mean, running_var, momentum=0.1, eps=1e-5, training=True
):
    """Take the variance as E[x²] − E[x]², in single precision."""
    dtype = x.dtype
    x, gamma, beta, running_mean, running_var = (
        a.astype(np.float32) for a in (x, gamma, beta, running_mean, running_var)
    )
    mean, var = running_mean, running_var
    if training:
        count = x[:, 0].size
        mean = np.einsum("nchw->c", x) / np.float32(count)
        var = np.einsum("nchw,nchw->c", x, x) / np.float32(count) - mean**2
        running_mean = running_mean + momentum * (mean - running_mean)
        running_var = running_var + momentum * (var * count / (count - 1) - running_var)
    shape = (1, -1, 1, 1)
    y = (x - mean.reshape(shape)) * (gamma / np.sqrt(var + eps)).reshape(shape)
    y = np.asfortranarray(y + beta.reshape(shape))
    return y.astype(dtype), running_mean.astype(dtype), running_var.astype(dtype)
