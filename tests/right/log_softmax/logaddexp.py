# cnnquiz: log_softmax
import numpy as np


def log_softmax(x, axis=-1):
    """Add in the logarithm, one score at a time."""
    return x - np.expand_dims(np.logaddexp.reduce(x, axis=axis), axis)
