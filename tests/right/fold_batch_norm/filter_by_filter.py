# cnnquiz: fold_batch_norm
import numpy as np


def fold_batch_norm(w, b, gamma, beta, running_mean, running_var, eps=1e-5):
    """Fold each filter by itself, and return a list of two."""
    std = np.sqrt(running_var + eps)
    filters = [kernel / d * g for kernel, d, g in zip(w, std, gamma, strict=True)]
    shift = beta - gamma * running_mean / std
    if b is not None:
        shift += gamma * b / std
    return [np.stack(filters), shift]
