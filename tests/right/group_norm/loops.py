# cnnquiz: group_norm
import math

import numpy as np


def group_norm(x, num_groups, gamma, beta, eps=1e-5):
    n, c, height, width = x.shape
    size = c // num_groups
    count = size * height * width
    y = np.zeros_like(x)
    for image in range(n):
        for group in range(num_groups):
            channels = range(group * size, (group + 1) * size)
            cells = [
                (image, k, i, j)
                for k in channels
                for i in range(height)
                for j in range(width)
            ]
            total = 0.0
            for cell in cells:
                total += x[cell]
            mean = total / count
            squares = 0.0
            for cell in cells:
                squares += (x[cell] - mean) ** 2
            root = math.sqrt(squares / count + eps)
            for cell in cells:
                y[cell] = gamma[cell[1]] * (x[cell] - mean) / root + beta[cell[1]]
    return y
