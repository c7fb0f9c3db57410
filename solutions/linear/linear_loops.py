# cnnquiz: linear
"""A fully connected layer as three loops.

The outer two name a cell of the output: sample n and output o. The inner one visits all
that it depends on: the inputs i, each with a weight of its own. The sum belongs to one
output cell, so it begins, with the bias, before the inner loop.

Vectorizing takes away all three: these loops are the definition of a matrix product,
x @ w.T, and the bias broadcasts over the samples.
"""

import numpy as np


def linear(x, w, b=None):
    samples, inputs = x.shape
    outputs, _ = w.shape
    y = np.zeros((samples, outputs), dtype=w.dtype)
    for n in range(samples):
        for o in range(outputs):
            total = 0.0 if b is None else b[o]
            for i in range(inputs):
                total += w[o, i] * x[n, i]
            y[n, o] = total
    return y
