# cnnquiz: cross_entropy
import numpy as np


def cross_entropy(logits, labels):
    """Work in single precision, and return a 0-d array."""
    scores = logits.astype(np.float32)
    scores = scores - scores.max(axis=1)[:, None]
    losses = np.log(np.exp(scores).sum(axis=1)) - scores[range(len(labels)), labels]
    return np.array(losses.mean(), dtype=np.float32)
