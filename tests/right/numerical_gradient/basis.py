# cnnquiz: numerical_gradient
import numpy as np


def numerical_gradient(f, x, h=1e-5):
    """Add and subtract one unit vector after the other; the result in Fortran order."""
    x = np.asarray(x, np.float64)
    steps = h * np.eye(x.size).reshape(x.size, *x.shape)
    slopes = [(f(x + step) - f(x - step)) / (h + h) for step in steps]
    return np.asfortranarray(np.reshape(slopes, x.shape))
