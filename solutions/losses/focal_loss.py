# cnnquiz: focal_loss
"""Turn the negatives round, so that one formula serves both classes.

A negative with logit x is as hard as a positive with logit −x. Then −log pₜ is
log(1 + exp(−z)), which logaddexp takes without overflow, and 1 − pₜ is 1 − exp(log pₜ).
"""

import numpy as np


def focal_loss(logits, targets, gamma=2.0, alpha=0.25):
    z = np.where(targets == 1, logits, -logits)
    weight = np.where(targets == 1, alpha, 1 - alpha)
    surprise = np.logaddexp(0, -z)
    miss = -np.expm1(-surprise)
    return np.mean(weight * miss**gamma * surprise)
