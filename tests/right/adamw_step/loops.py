# cnnquiz: adamw_step
import math

import numpy as np


def adamw_step(
    param,
    grad,
    m,
    v,
    t,
    lr=1e-3,
    beta1=0.9,
    beta2=0.999,
    eps=1e-8,
    weight_decay=1e-2,
):
    moved, new_m, new_v = np.empty_like(param), np.empty_like(m), np.empty_like(v)
    for place in np.ndindex(*param.shape):
        p, g = param[place], grad[place]
        mean = beta1 * m[place] + (1 - beta1) * g
        square = beta2 * v[place] + (1 - beta2) * g * g
        root = math.sqrt(square / (1 - beta2**t)) + eps
        moved[place] = p - lr * weight_decay * p - lr * mean / (1 - beta1**t) / root
        new_m[place], new_v[place] = mean, square
    return moved, new_m, new_v
