# cnnquiz: batch_norm_backward
"""Three paths lead from an x to the loss: itself, the mean and the variance.

Collected, dx = γ/√(σ² + ε) · (dout − mean(dout) − x̂ · mean(dout · x̂)). The second term
is the path through the mean and the third the path through the variance. Standardising
undoes whatever shifts or stretches a channel, so these parts of dout do not reach x. The
two means are dbeta and dgamma, divided by M.
"""

import numpy as np

ALL_BUT_CHANNELS = (0, 2, 3)


def batch_norm_backward(dout, x, gamma, eps=1e-5):
    mean = x.mean(axis=ALL_BUT_CHANNELS, keepdims=True)
    std = np.sqrt(x.var(axis=ALL_BUT_CHANNELS, keepdims=True) + eps)
    standard = (x - mean) / std

    dbeta = dout.sum(axis=ALL_BUT_CHANNELS)
    dgamma = (dout * standard).sum(axis=ALL_BUT_CHANNELS)

    values = x.size // len(gamma)
    shift = per_channel(dbeta / values)
    stretch = standard * per_channel(dgamma / values)
    dx = per_channel(gamma) / std * (dout - shift - stretch)
    return dx, dgamma, dbeta


def per_channel(numbers):
    return numbers[:, np.newaxis, np.newaxis]
