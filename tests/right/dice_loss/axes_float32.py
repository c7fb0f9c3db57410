# cnnquiz: dice_loss
import numpy as np


def dice_loss(probs, targets, eps=1e-6):
    axes = tuple(range(1, probs.ndim))
    p, t = probs.astype(np.float32), targets.astype(np.float32)
    above = 2 * np.sum(p * t, axis=axes) + np.float32(eps)
    below = np.sum(p + t, axis=axes) + np.float32(eps)
    return np.asarray(1 - np.mean(above / below))
