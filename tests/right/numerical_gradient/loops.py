# cnnquiz: numerical_gradient
import numpy as np


def numerical_gradient(f, x, h=1e-5):
    """Make two copies for each element."""
    gradient = np.zeros(x.shape)
    for place in np.ndindex(*x.shape):
        above = x.astype(np.float64)
        below = x.astype(np.float64)
        above[place] += h
        below[place] -= h
        gradient[place] = (f(above) - f(below)) / (2.0 * h)
    return gradient
