# cnnquiz: gradient_check
import numpy as np


def gradient_check(analytic, numeric):
    """Divide both by the floored size first, and subtract then."""
    a, n = np.asfortranarray(analytic), np.asfortranarray(numeric)
    scale = 1 / np.clip(np.abs(a) + np.abs(n), 1e-8, None)
    return np.array(np.linalg.norm((a * scale - n * scale).ravel(), np.inf))
