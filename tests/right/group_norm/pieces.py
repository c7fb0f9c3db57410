# cnnquiz: group_norm
import numpy as np


def group_norm(x, num_groups, gamma, beta, eps=1e-5):
    """Split the channels into a list of groups, and join the results."""
    pieces = []
    for part in np.split(x, num_groups, axis=1):
        flat = part.reshape(len(x), -1)
        mean = flat.mean(axis=1)[:, None, None, None]
        std = np.sqrt(flat.var(axis=1) + eps)[:, None, None, None]
        pieces.append((part - mean) / std)
    y = np.concatenate(pieces, axis=1).transpose(0, 2, 3, 1) * gamma + beta
    return y.transpose(0, 3, 1, 2)
