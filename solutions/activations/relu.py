# cnnquiz: relu
"""ReLU as one call: np.maximum compares element by element and makes a new array."""

import numpy as np


def relu(x):
    return np.maximum(x, 0)
