# cnnquiz: adamw_step
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
    """Decay a copy first, then step, in place and in Fortran order."""
    new, m, v = (np.array(a, order="F") for a in (param, m, v))
    m += (1 - beta1) * (grad - m)
    v += (1 - beta2) * (np.square(grad) - v)
    new *= 1 - lr * weight_decay
    root = np.sqrt(v) / np.sqrt(1 - beta2**t) + eps
    new -= lr / (1 - beta1**t) * (m / root)
    return [new, m, v]
