# cnnquiz: minibatches
import numpy as np


def minibatches(x, y, batch_size, rng):
    left = list(range(len(x)))
    while left:
        rows_x, rows_y = [], []
        while left and len(rows_x) < batch_size:
            i = left.pop(int(rng.integers(len(left))))
            rows_x.append(x[i])
            rows_y.append(y[i])
        yield np.array(rows_x), np.array(rows_y)
