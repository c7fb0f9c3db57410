# cnnquiz: cross_entropy_backward
import numpy as np


def cross_entropy_backward(logits, labels):
    log_sums = np.logaddexp.reduce(logits, axis=1)
    gradient = np.exp(logits - log_sums[:, None])
    np.subtract.at(gradient, (np.arange(len(labels)), labels), 1)
    return gradient / len(labels)
