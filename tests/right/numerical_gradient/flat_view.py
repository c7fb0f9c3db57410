# cnnquiz: numerical_gradient
import numpy as np


def numerical_gradient(f, x, h=1e-5):
    """Keep a flat view of a copy that is in C order for sure."""
    point = np.array(x, dtype=float, order="C")
    flat = point.reshape(-1)
    slopes = []
    for i, value in enumerate(flat.tolist()):
        flat[i] = value + h
        above = float(f(point))
        flat[i] = value - h
        below = float(f(point))
        flat[i] = value
        slopes.append((above - below) * 0.5 / h)
    return np.array(slopes).reshape(x.shape)
