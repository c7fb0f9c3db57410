# cnnquiz: label_smoothing_loss
"""A weighted mean of two losses: against the label, and against the uniform guess."""

import numpy as np


def label_smoothing_loss(logits, labels, smoothing):
    shifted = logits - logits.max(axis=1, keepdims=True)
    log_probabilities = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    at_label = log_probabilities[np.arange(len(labels)), labels].mean()
    at_all = log_probabilities.mean()
    return -(1 - smoothing) * at_label - smoothing * at_all
