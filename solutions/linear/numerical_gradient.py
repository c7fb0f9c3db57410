# cnnquiz: numerical_gradient
"""Move one element at a time in a float64 copy, and put it back.

Putting the old value back is exact; subtracting h again would not be.
"""

import numpy as np


def numerical_gradient(f, x, h=1e-5):
    point = np.array(x, dtype=np.float64)
    gradient = np.empty_like(point)
    for place in np.ndindex(point.shape):
        value = point[place]
        point[place] = value + h
        above = f(point)
        point[place] = value - h
        below = f(point)
        point[place] = value
        gradient[place] = (above - below) / (2 * h)
    return gradient
