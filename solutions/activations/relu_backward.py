# cnnquiz: relu_backward
"""The chain rule with a slope of 1 or 0: the sign of x opens or shuts a gate."""

import numpy as np


def relu_backward(dout, x):
    return np.where(x > 0, dout, 0)
