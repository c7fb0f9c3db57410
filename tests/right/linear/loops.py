# cnnquiz: linear
import numpy as np


def linear(x, w, b=None):
    samples, inputs = x.shape
    outputs = w.shape[0]
    y = np.zeros((samples, outputs), dtype=w.dtype)
    for n in range(samples):
        for o in range(outputs):
            total = 0.0 if b is None else b[o]
            for i in range(inputs):
                total += w[o, i] * x[n, i]
            y[n, o] = total
    return y
