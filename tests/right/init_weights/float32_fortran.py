# cnnquiz: init_weights
import numpy as np


def init_weights(shape, kind, rng):
    """Draw in float32, and return Fortran order."""
    places = int(np.prod(shape[2:], dtype=int))
    fans = {"he": shape[1] * places, "glorot": (shape[0] + shape[1]) * places}
    z = rng.standard_normal(shape, dtype=np.float32)
    return np.asfortranarray(z * np.float32((2 / fans[kind]) ** 0.5), dtype=np.float64)
