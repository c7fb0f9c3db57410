# cnnquiz: numerical_gradient
import numpy as np


def numerical_gradient(f, x, h=1e-5):
    """Nudge x itself where it is float64, and put each value back."""
    point = x if x.dtype == np.float64 else x.astype(np.float64)
    gradient = np.zeros_like(point)
    it = np.nditer(point, flags=["multi_index"])
    for _ in it:
        place = it.multi_index
        old = point[place].copy()
        point[place] = old + h
        gradient[place] += f(point) / (2 * h)
        point[place] = old - h
        gradient[place] -= f(point) / (2 * h)
        point[place] = old
    return gradient
