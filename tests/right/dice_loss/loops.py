# cnnquiz: dice_loss
import numpy as np


def dice_loss(probs, targets, eps=1e-6):
    total = 0.0
    for n in range(len(probs)):
        above, below = eps, eps
        for place in np.ndindex(probs[n].shape):
            above += 2 * probs[n][place] * targets[n][place]
            below += probs[n][place] + targets[n][place]
        total += above / below
    return 1 - total / len(probs)
