# cnnquiz: dice_loss
"""Measure how little predicted masks overlap the true ones.

Write `dice_loss(probs, targets, eps=1e-6)`.

Parameters
----------
probs : ndarray of shape (N, ...), float32 or float64
    Predicted probabilities of the foreground, between 0 and 1. At least two axes: the
    first counts the samples, the others are the pixels of a mask. N ≥ 1.
targets : ndarray of the shape and dtype of probs
    The true masks, 0 or 1.
eps : float
    Added above and below, so that an empty prediction of an empty mask is perfect.
    Positive.

Returns
-------
float
    A Python float, a NumPy scalar or a 0-d array.

Notes
-----
L = 1 − (1/N) Σ_n (2·Σ p·t + eps) / (Σ p + Σ t + eps), where the inner sums run over the
pixels of sample n: one ratio for each sample, then the mean. Nothing is squared. No
argument is changed.

You may import NumPy, SciPy and the standard library. Speed is not the point: up to
2,000 times the engine's time passes.

Source: Milletari, Navab and Ahmadi, "V-Net", 3DV 2016, which squares p and t below.

Examples
--------
>>> probs = np.array([[1.0, 1.0, 0.0]])
>>> targets = np.array([[0.0, 1.0, 1.0]])
>>> round(float(dice_loss(probs, targets)), 4)
0.5
"""

import numpy as np


def dice_loss(probs, targets, eps=1e-6):
    raise NotImplementedError("dice_loss")
