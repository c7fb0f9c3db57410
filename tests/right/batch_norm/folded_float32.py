# cnnquiz: batch_norm
import numpy as np


def batch_norm(
    x, gamma, beta, running_mean, running_var, momentum=0.1, eps=1e-5, training=True
):
    """Fold everything into one scale and one shift a channel, in single precision."""
    dtype = x.dtype
    x, gamma, beta, running_mean, running_var = (
        a.astype(np.float32) for a in (x, gamma, beta, running_mean, running_var)
    )
    mean, var = running_mean, running_var
    shape = (1, -1, 1, 1)
    if training:
        count = x[:, 0].size
        mean = np.einsum("nchw->c", x) / np.float32(count)
        centred = x - mean.reshape(shape)
        var = np.einsum("nchw,nchw->c", centred, centred) / np.float32(count)
        running_mean = running_mean + momentum * (mean - running_mean)
        running_var = running_var + momentum * (var * count / (count - 1) - running_var)
    scale = gamma / np.sqrt(var + eps)
    shift = beta - mean * scale
    y = np.asfortranarray(x * scale.reshape(shape) + shift.reshape(shape))
    return y.astype(dtype), running_mean.astype(dtype), running_var.astype(dtype)
