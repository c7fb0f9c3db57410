# cnnquiz: minibatches
import numpy as np


def minibatches(x, y, batch_size, rng):
    order = rng.random(len(x)).argsort()
    x, y = np.asfortranarray(x[order]), y[order]
    count = -(-len(x) // batch_size)
    for i in range(count):
        piece = slice(i * batch_size, (i + 1) * batch_size)
        yield x[piece], y[piece]
