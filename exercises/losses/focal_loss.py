# cnnquiz: focal_loss
"""Average a binary cross-entropy in which easy examples count less.

Write `focal_loss(logits, targets, gamma=2.0, alpha=0.25)`, for detectors with a thousand
easy negatives for each positive.

Parameters
----------
logits : ndarray of one or more axes, float32 or float64
    Scores before the sigmoid, at least one. Finite; they may be as large as ±1,200.
targets : ndarray of the shape and dtype of logits
    1 for a positive, 0 for a negative.
gamma : float
    How much less easy examples count; 0 or more.
alpha : float
    The weight of a positive, between 0 and 1. A negative has the weight 1 − alpha.

Returns
-------
float
    A Python float, a NumPy scalar or a 0-d array; never nan or infinite.

Notes
-----
With p = σ(logit) = 1 / (1 + exp(−logit)), let pₜ be the probability of the true class:
p for a positive and 1 − p for a negative. The loss is the mean over all elements of

    −αₜ · (1 − pₜ)^γ · log pₜ, where αₜ is alpha for a positive, 1 − alpha for a negative.

On paper. In floating point pₜ rounds to 0 where the network is sure and wrong, though
log pₜ is finite: at a logit of −1,000, a positive has log pₜ = −1,000. With γ = 0 all
factors (1 − pₜ)^γ are 1. No argument is changed.

You may import NumPy, SciPy and the standard library. Speed is not the point: up to 200
times the engine's time passes.

Source: Lin, Goyal, Girshick, He and Dollár, "Focal loss for dense object detection",
ICCV 2017, section 3.

Examples
--------
At logit 0 each pₜ is ½: ¼ · (½)² · log 2 for the positive, ¾ · (½)² · log 2 for the
negative, so the mean is log 2 / 8.

>>> loss = focal_loss(np.array([0.0, 0.0]), np.array([1.0, 0.0]))
>>> round(float(loss), 4)
0.0866
"""

import numpy as np


def focal_loss(logits, targets, gamma=2.0, alpha=0.25):
    raise NotImplementedError("focal_loss")
