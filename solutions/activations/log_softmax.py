# cnnquiz: log_softmax
"""Subtract twice: the maximum of the slice, then the logarithm of the sum.

The logarithm of a quotient is a difference, so the tiny quotient is never formed.
"""

import numpy as np


def log_softmax(x, axis=-1):
    shifted = x - np.max(x, axis=axis, keepdims=True)
    return shifted - np.log(np.sum(np.exp(shifted), axis=axis, keepdims=True))
