# cnnquiz: leaky_relu
import numpy as np


def leaky_relu(x, negative_slope=0.01):
    y = np.empty(x.shape, dtype=x.dtype)
    for place in np.ndindex(x.shape):
        value = x[place]
        y[place] = value if value > 0 else negative_slope * value
    return y
