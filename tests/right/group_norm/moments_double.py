# cnnquiz: group_norm
import numpy as np


def group_norm(x, num_groups, gamma, beta, eps=1e-5):
    """Take the variance as E[x²] − E[x]², where double precision allows it."""
    groups = np.split(x.astype(np.float64), num_groups, axis=1)
    standard = []
    for group in groups:
        mean = group.mean(axis=(1, 2, 3), keepdims=True)
        square = (group * group).mean(axis=(1, 2, 3), keepdims=True)
        standard.append((group - mean) / np.sqrt(square - mean**2 + eps))
    y = np.concatenate(standard, axis=1)
    y = y * gamma[:, None, None] + beta[:, None, None]
    return y.astype(x.dtype)
