# cnnquiz: batch_norm
"""One mean and one variance a channel: from this batch, or from those before.

Everything that belongs to a channel is brought to shape (C, 1, 1), which broadcasts
over images and pixels. The variance is biased where it normalizes and unbiased where it
is remembered, as an estimate of the variance over all data.
"""

import numpy as np


def batch_norm(
    x,
    gamma,
    beta,
    running_mean,
    running_var,
    momentum=0.1,
    eps=1e-5,
    training=True,
):
    if training:
        values = x.shape[0] * x.shape[2] * x.shape[3]
        mean, var = x.mean(axis=(0, 2, 3)), x.var(axis=(0, 2, 3))
        unbiased = var * values / (values - 1)
        running_mean = (1 - momentum) * running_mean + momentum * mean
        running_var = (1 - momentum) * running_var + momentum * unbiased
    else:
        mean, var = running_mean, running_var
    standard = (x - per_channel(mean)) / np.sqrt(per_channel(var) + eps)
    y = per_channel(gamma) * standard + per_channel(beta)
    return y, running_mean, running_var


def per_channel(numbers):
    return numbers[:, np.newaxis, np.newaxis]
