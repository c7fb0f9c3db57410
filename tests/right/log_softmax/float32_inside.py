# cnnquiz: log_softmax
import numpy as np


def log_softmax(x, axis=-1):
    scores = np.asfortranarray(x).astype(np.float32)
    scores = scores - scores.max(axis=axis, keepdims=True)
    scores = scores - np.log(np.exp(scores).sum(axis=axis, keepdims=True))
    return scores.astype(x.dtype if x.dtype.kind == "f" else np.float64)
