# cnnquiz: adamw_step
"""Adam's step, and beside it a share of the old parameters.

Adding λ · param to the gradient instead would send the decay through √v̂: parameters
with large gradients would decay less.
"""

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
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    decay = weight_decay * param
    return param - lr * (decay + m_hat / (np.sqrt(v_hat) + eps)), m, v
