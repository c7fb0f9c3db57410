# cnnquiz: relu
import numpy as np


def relu(x):
    """Visit each element through NumPy's iterator, the slowest of the loops."""
    y = np.empty_like(x)
    with np.nditer([x, y], ["zerosize_ok"], [["readonly"], ["writeonly"]]) as elements:
        for value, result in elements:
            result[...] = value if value > 0 else 0
    return y
