# cnnquiz: relu
import numpy as np


def relu(x):
    """Average x and its size; halves of integers come back as floats."""
    return ((x + np.abs(x)) / 2).astype(x.dtype if x.dtype.kind == "f" else float)
