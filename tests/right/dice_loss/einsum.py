# cnnquiz: dice_loss
import numpy as np


def dice_loss(probs, targets, eps=1e-6):
    p, t = probs.reshape(len(probs), -1), targets.reshape(len(probs), -1)
    shared = np.einsum("nk,nk->n", p, t)
    sizes = np.einsum("nk->n", p) + np.einsum("nk->n", t)
    return np.mean(1 - (2 * shared + eps) / (sizes + eps))
