# cnnquiz: sigmoid
import numpy as np


def sigmoid(x):
    """Rely on 1 / inf being 0: a warning, and the right number."""
    return 1 / (1 + np.exp(-x))
