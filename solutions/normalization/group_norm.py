# cnnquiz: group_norm
"""Cut the channel axis in two: which group, and which channel within it.

A reshape does that without moving a value, because neighbours stay neighbours. The
statistics run over all axes but image and group. gamma and beta wait until the shape is
(N, C, H, W) again, since they belong to channels.
"""

import numpy as np


def group_norm(x, num_groups, gamma, beta, eps=1e-5):
    n, c, height, width = x.shape
    groups = x.reshape(n, num_groups, c // num_groups, height, width)
    mean = groups.mean(axis=(2, 3, 4), keepdims=True)
    var = groups.var(axis=(2, 3, 4), keepdims=True)
    standard = ((groups - mean) / np.sqrt(var + eps)).reshape(x.shape)
    return gamma[:, np.newaxis, np.newaxis] * standard + beta[:, np.newaxis, np.newaxis]
