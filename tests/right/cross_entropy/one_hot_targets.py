# cnnquiz: cross_entropy
import numpy as np
from scipy.special import log_softmax


def cross_entropy(logits, labels):
    targets = np.eye(logits.shape[1])[labels]
    return -np.sum(targets * log_softmax(logits, axis=1)) / len(labels)
