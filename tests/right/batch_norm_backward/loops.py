# cnnquiz: batch_norm_backward
import math

import numpy as np


def batch_norm_backward(dout, x, gamma, eps=1e-5):
    n, c, height, width = x.shape
    dx = np.zeros_like(x)
    dgamma = np.zeros(c, x.dtype)
    dbeta = np.zeros(c, x.dtype)
    m = n * height * width
    for k in range(c):
        cells = [
            (i, k, p, q) for i in range(n) for p in range(height) for q in range(width)
        ]
        mean = 0.0
        for cell in cells:
            mean += x[cell] / m
        var = 0.0
        for cell in cells:
            var += (x[cell] - mean) ** 2 / m
        std = math.sqrt(var + eps)
        for cell in cells:
            dgamma[k] += dout[cell] * (x[cell] - mean) / std
            dbeta[k] += dout[cell]
        for cell in cells:
            x_hat = (x[cell] - mean) / std
            corrected = dout[cell] - dbeta[k] / m - x_hat * dgamma[k] / m
            dx[cell] = gamma[k] / std * corrected
    return dx, dgamma, dbeta
