# cnnquiz: label_smoothing_loss
import numpy as np


def label_smoothing_loss(logits, labels, smoothing):
    """Subtract the targets' mean score from the logarithm of the sum."""
    scores = logits.astype(np.float32)
    highest = scores.max(axis=1)
    log_sums = highest + np.log(np.exp(scores - highest[:, None]).sum(axis=1))
    at_label = np.take_along_axis(scores, labels[:, None], axis=1)[:, 0]
    met = (1 - smoothing) * at_label + smoothing * scores.mean(axis=1)
    return np.float32(np.mean(log_sums - met))
