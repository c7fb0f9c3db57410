# cnnquiz: clip_grad_norm
import numpy as np


def clip_grad_norm(grads, max_norm):
    total = 0.0
    for g in grads:
        for value in g.ravel().tolist():
            total += value * value
    norm = total**0.5
    if norm <= max_norm:
        return grads, norm
    clipped = []
    for g in grads:
        new = np.empty_like(g)
        for place in np.ndindex(*g.shape):
            new[place] = g[place] * max_norm / norm
        clipped.append(new)
    return clipped, norm
