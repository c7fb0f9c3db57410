# cnnquiz: clip_grad_norm
import math

import numpy as np


def clip_grad_norm(grads, max_norm):
    squares = [np.einsum("i,i->", g.reshape(-1), g.reshape(-1)) for g in grads]
    norm = np.array(math.sqrt(math.fsum(squares)))
    clipped = [g.copy() for g in grads]
    if norm > max_norm:
        for g in clipped:
            g *= max_norm / float(norm)
    return clipped, norm
