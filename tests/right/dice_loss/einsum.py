# cnnquiz: dice_loss
import numpy as np


def dice_loss(probs, targets, eps=1e-6):
    shared = np.einsum("n...,n...->n", probs, targets)
    sizes = np.einsum("n...->n", probs) + np.einsum("n...->n", targets)
    return np.mean(1 - (2 * shared + eps) / (sizes + eps))
