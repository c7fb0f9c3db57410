# cnnquiz: relu_backward
import numpy as np


def relu_backward(dout, x):
    """Multiply by the step that is 0 at 0."""
    return np.heaviside(x, 0) * dout
