# cnnquiz: cross_entropy_backward
import numpy as np


def cross_entropy_backward(logits, labels):
    """Work on the transpose, in single precision, and return a view."""
    scores = logits.T.astype(np.float32)
    powers = np.exp(scores - scores.max(axis=0))
    gradient = powers / powers.sum(axis=0)
    gradient[labels, range(len(labels))] -= 1
    return (gradient / len(labels)).T.astype(logits.dtype)
