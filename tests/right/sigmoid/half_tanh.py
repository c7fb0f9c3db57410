# cnnquiz: sigmoid
import numpy as np


def sigmoid(x):
    """Use a tanh of half the width, moved up: tanh does not overflow."""
    return (1 + np.tanh(x / 2)) / 2
