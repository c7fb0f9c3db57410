# cnnquiz: layer_norm
import numpy as np


def layer_norm(x, gamma, beta, eps=1e-5):
    """Centre first, then sum squares with einsum, in single precision; Fortran order."""
    rows = x.astype(np.float32)
    width = np.float32(x.shape[-1])
    centred = rows - np.einsum("...d->...", rows)[..., None] / width
    mean_square = np.einsum("...d,...d->...", centred, centred)[..., None] / width
    y = centred / np.sqrt(mean_square + eps) * gamma.astype(np.float32) + beta
    return np.asfortranarray(y, dtype=x.dtype)
