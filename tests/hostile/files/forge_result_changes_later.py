"""Keep changing what was returned."""
import numpy as np

kept = []


def relu(x):
    for array in kept:
        array[...] = 0
    kept.append(np.zeros(x.shape))
    return kept[-1]
