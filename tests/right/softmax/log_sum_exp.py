# cnnquiz: softmax
import numpy as np
from scipy.special import logsumexp


def softmax(x, axis=-1):
    """Divide in the logarithm."""
    y = np.exp(x - logsumexp(x, axis=axis, keepdims=True))
    return y.astype(x.dtype) if x.dtype.kind == "f" else y
