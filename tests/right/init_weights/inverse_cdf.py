# cnnquiz: init_weights
import numpy as np
from scipy.special import ndtri


def init_weights(shape, kind, rng):
    """Send uniform draws through the inverse of the normal distribution."""
    probe = np.empty(shape)
    fan_in, fan_out = probe[0].size, probe[:, 0].size
    deviation = np.sqrt(2 / (fan_in + (fan_out if kind == "glorot" else 0)))
    uniform = 1 - rng.random(shape)
    return ndtri(np.clip(uniform, 1e-300, 1 - 1e-16)) * deviation
