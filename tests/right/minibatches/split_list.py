# cnnquiz: minibatches
import numpy as np


def minibatches(x, y, batch_size, rng):
    """A list of pairs, cut by array_split."""
    order = np.arange(len(x))
    rng.shuffle(order)
    cuts = np.arange(batch_size, len(x), batch_size)
    return list(zip(np.split(x[order], cuts), np.split(y[order], cuts)))
