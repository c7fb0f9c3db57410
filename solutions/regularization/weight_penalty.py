# cnnquiz: weight_penalty
"""The penalty and its derivative, term by term."""

import numpy as np


def weight_penalty(w, l1=0.0, l2=0.0):
    loss = l1 * np.abs(w).sum() + 0.5 * l2 * (w * w).sum()
    gradient = l1 * np.sign(w) + l2 * w
    return loss, gradient.astype(w.dtype)
