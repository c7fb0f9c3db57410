# cnnquiz: minibatches
"""One permutation of the indices for the epoch, cut into pieces.

The same piece of it picks rows of x and of y, so pairs stay together; indexing with an
array copies the rows, so the data itself is never moved.
"""


def minibatches(x, y, batch_size, rng):
    order = rng.permutation(len(x))
    for start in range(0, len(x), batch_size):
        rows = order[start : start + batch_size]
        yield x[rows], y[rows]
