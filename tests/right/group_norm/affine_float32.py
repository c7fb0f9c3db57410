# cnnquiz: group_norm
import numpy as np


def group_norm(x, num_groups, gamma, beta, eps=1e-5):
    """Fold all into one scale and one shift, in single precision; Fortran order."""
    n, c = x.shape[:2]
    rows = x.astype(np.float32).reshape(n, num_groups, -1)
    size = np.float32(rows.shape[2])
    mean = np.einsum("ngk->ng", rows) / size
    rows = rows - mean[:, :, None]
    inverse = 1 / np.sqrt(np.einsum("ngk,ngk->ng", rows, rows) / size + np.float32(eps))
    scale = gamma * np.repeat(inverse, c // num_groups, axis=1)
    shift = beta - scale * np.repeat(mean, c // num_groups, axis=1)
    y = scale[:, :, None, None] * x + shift[:, :, None, None]
    return np.asfortranarray(y, dtype=x.dtype)
