# cnnquiz: group_norm
import numpy as np


def group_norm(x, num_groups, gamma, beta, eps=1e-5):
    """Take the variance as E[x²] − E[x]², in single precision; Fortran order."""
    n, c = x.shape[:2]
    rows = x.astype(np.float32).reshape(n, num_groups, -1)
    mean = np.einsum("ngk->ng", rows) / np.float32(rows.shape[2])
    mean_square = np.einsum("ngk,ngk->ng", rows, rows) / np.float32(rows.shape[2])
    inverse = 1 / np.sqrt(np.maximum(mean_square - mean**2, 0) + np.float32(eps))
    scale = gamma * np.repeat(inverse, c // num_groups, axis=1)
    shift = beta - scale * np.repeat(mean, c // num_groups, axis=1)
    y = scale[:, :, None, None] * x + shift[:, :, None, None]
    return np.asfortranarray(y, dtype=x.dtype)
