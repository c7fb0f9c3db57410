# cnnquiz: focal_loss
import numpy as np


def focal_loss(logits, targets, gamma=2.0, alpha=0.25):
    """Start from the stable cross-entropy, and weigh with einsum."""
    x, t = logits.ravel().astype(np.float64), targets.ravel().astype(np.float64)
    bce = np.maximum(x, 0) - x * t + np.log1p(np.exp(-np.abs(x)))
    focus = (1 - np.exp(-bce)) ** gamma
    weight = alpha * t + (1 - alpha) * (1 - t)
    return np.einsum("i,i,i->", weight, focus, bce) / len(x)
