# cnnquiz: layer_norm
import numpy as np


def layer_norm(x, gamma, beta, eps=1e-5):
    """Standardise row after row with a matrix that subtracts the mean."""
    width = x.shape[-1]
    centring = np.eye(width) - 1 / width
    rows = x.reshape(-1, width)
    result = []
    for row in rows:
        centred = centring @ row
        norm = np.hypot(np.linalg.norm(centred), np.sqrt(width * eps))
        result.append(gamma * centred * np.sqrt(width) / norm + beta)
    return np.array(result, dtype=x.dtype).reshape(x.shape)
