# cnnquiz: cross_entropy
import numpy as np


def cross_entropy(logits, labels):
    """Let NumPy add in the logarithm, class by class."""
    log_sums = np.logaddexp.reduce(logits, axis=1)
    right = np.take_along_axis(logits, labels[:, None], axis=1)[:, 0]
    return np.mean(log_sums - right)
