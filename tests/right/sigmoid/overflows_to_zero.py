# cnnquiz: sigmoid
import numpy as np


def sigmoid(x):
    """The reciprocal of infinity is 0: a warning, and the right number."""
    return 1 / (1 + np.exp(-x))
