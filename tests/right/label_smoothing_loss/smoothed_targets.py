# cnnquiz: label_smoothing_loss
import numpy as np
from scipy.special import log_softmax


def label_smoothing_loss(logits, labels, smoothing):
    classes = logits.shape[1]
    targets = np.full(logits.shape, smoothing / classes)
    targets[np.arange(len(labels)), labels] += 1 - smoothing
    return np.sum(-targets * log_softmax(logits, axis=1), axis=1).mean()
