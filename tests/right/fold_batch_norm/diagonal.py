# cnnquiz: fold_batch_norm
import numpy as np


def fold_batch_norm(w, b, gamma, beta, running_mean, running_var, eps=1e-5):
    """Multiply by a diagonal matrix from the left, with the bias as one more column."""
    zeros = np.zeros(len(w), w.dtype)
    column = zeros if b is None else b
    matrix = np.column_stack([w.reshape(len(w), -1), column - running_mean])
    scaled = np.diag(gamma * (running_var + eps) ** -0.5) @ matrix
    new_w = np.asfortranarray(scaled[:, :-1].reshape(w.shape), dtype=w.dtype)
    return new_w, (scaled[:, -1] + beta).astype(w.dtype)
