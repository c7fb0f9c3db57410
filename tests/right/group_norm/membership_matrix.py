# cnnquiz: group_norm
import numpy as np


def group_norm(x, num_groups, gamma, beta, eps=1e-5):
    """Average with a matrix that says which channels share a group."""
    c = x.shape[1]
    group = np.arange(c) // (c // num_groups)
    same = (group[:, None] == group) / (c // num_groups)
    mean = np.einsum("nchw,cd->nd", x, same) / (x.shape[2] * x.shape[3])
    centred = x - mean[:, :, None, None]
    var = (same @ (centred**2).mean(axis=(2, 3))[:, :, None])[:, :, 0]
    scale = (gamma / np.sqrt(var + eps))[:, :, None, None]
    return (scale * centred + beta[:, None, None]).astype(x.dtype)
