# cnnquiz: adam_step
import math

import numpy as np


def adam_step(param, grad, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    moved, new_m, new_v = np.empty_like(param), np.empty_like(m), np.empty_like(v)
    for place in np.ndindex(*param.shape):
        g = grad[place]
        mean = beta1 * m[place] + (1 - beta1) * g
        square = beta2 * v[place] + (1 - beta2) * g * g
        m_hat = mean / (1 - beta1**t)
        v_hat = square / (1 - beta2**t)
        moved[place] = param[place] - lr * m_hat / (math.sqrt(v_hat) + eps)
        new_m[place], new_v[place] = mean, square
    return moved, new_m, new_v
