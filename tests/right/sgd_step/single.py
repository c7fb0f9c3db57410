# cnnquiz: sgd_step
import numpy as np


def sgd_step(param, grad, velocity, lr, momentum=0.9, nesterov=False):
    p, g, v = (a.astype(np.float32) for a in (param, grad, velocity))
    mu = np.float32(momentum)
    ahead = mu if nesterov else np.float32(0)
    v = mu * v + g
    weights = (ahead * v + g) if nesterov else v
    p = p - np.float32(lr) * weights
    return p.astype(param.dtype), v.astype(param.dtype)
