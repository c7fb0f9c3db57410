# cnnquiz: flatten
import numpy as np


def flatten(x):
    """Lay rows side by side, then channels."""
    rows = np.concatenate(np.moveaxis(x, 2, 0), axis=-1)
    return np.concatenate(np.moveaxis(rows, 1, 0), axis=-1)
