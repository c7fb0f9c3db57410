# cnnquiz: layer_norm
import numpy as np


def layer_norm(x, gamma, beta, eps=1e-5):
    """Take the variance as E[x²] − E[x]², in single precision; Fortran order."""
    rows = x.astype(np.float32)
    mean = np.einsum("...d->...", rows)[..., None] / np.float32(x.shape[-1])
    mean_square = np.einsum("...d,...d->...", rows, rows)[..., None] / x.shape[-1]
    scale = 1 / np.sqrt(np.maximum(mean_square - mean**2, 0) + eps)
    y = (rows - mean) * scale * gamma.astype(np.float32) + beta
    return np.asfortranarray(y, dtype=x.dtype)
