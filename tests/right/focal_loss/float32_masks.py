# cnnquiz: focal_loss
import numpy as np


def focal_loss(logits, targets, gamma=2.0, alpha=0.25):
    """Everything in float32, one class after the other; a 0-d array comes back."""
    x = np.asfortranarray(logits, dtype=np.float32)
    positives = np.asfortranarray(targets) == 1

    def total(z):
        surprise = np.logaddexp(np.float32(0), -z)
        pt = np.exp(-surprise)
        return np.sum((1 - pt) ** np.float32(gamma) * surprise)

    both = alpha * total(x[positives]) + (1 - alpha) * total(-x[~positives])
    return np.array(both / logits.size)
