# cnnquiz: grad_cam
import numpy as np


def grad_cam(activations, gradients):
    n, c, h, w = activations.shape
    maps = np.zeros((n, h, w), activations.dtype)
    for i in range(n):
        weights = []
        for k in range(c):
            total = 0.0
            for y in range(h):
                for x in range(w):
                    total += gradients[i, k, y, x]
            weights.append(total / (h * w))
        for y in range(h):
            for x in range(w):
                value = 0.0
                for k in range(c):
                    value += weights[k] * activations[i, k, y, x]
                maps[i, y, x] = max(value, 0.0)
        highest = max(float(v) for v in maps[i].ravel())
        if highest > 0:
            for y in range(h):
                for x in range(w):
                    maps[i, y, x] /= highest
    return maps
