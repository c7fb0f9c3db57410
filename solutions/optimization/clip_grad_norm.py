# cnnquiz: clip_grad_norm
"""One sum of squares over all arrays, one factor for all of them.

The factor is used only where the norm is above the limit, so a norm of zero is never
divided by.
"""

import math

import numpy as np


def clip_grad_norm(grads, max_norm):
    norm = math.sqrt(sum(float(np.sum(g**2)) for g in grads))
    factor = max_norm / norm if norm > max_norm else 1.0
    return [factor * g for g in grads], norm
