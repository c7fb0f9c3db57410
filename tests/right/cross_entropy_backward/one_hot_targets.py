# cnnquiz: cross_entropy_backward
import numpy as np
from scipy.special import softmax


def cross_entropy_backward(logits, labels):
    truth = np.eye(logits.shape[1], dtype=logits.dtype)[labels]
    return (softmax(logits, axis=1) - truth) / len(logits)
