"""A result of 26 axes, which nobody can draw slice by slice."""
import numpy as np


def relu(x):
    return np.zeros((2,) * 25, bool)
