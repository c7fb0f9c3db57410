# cnnquiz: softmax
import numpy as np


def softmax(x, axis=-1):
    scores = x.astype(np.float32)
    scores -= scores.max(axis=axis, keepdims=True)
    np.exp(scores, out=scores)
    scores /= scores.sum(axis=axis, keepdims=True)
    return scores.astype(x.dtype if x.dtype.kind == "f" else np.float64)
