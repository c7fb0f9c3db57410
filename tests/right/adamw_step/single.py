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
    """Everything in single precision, the numbers too."""
    single = np.float32
    p, g, m, v = (a.astype(single) for a in (param, grad, m, v))
    one, b1, b2 = single(1), single(beta1), single(beta2)
    m = b1 * m + (one - b1) * g
    v = b2 * v + (one - b2) * g * g
    m_hat, v_hat = m / (one - b1**t), v / (one - b2**t)
    p = p * (one - single(lr) * single(weight_decay))
    p = p - single(lr) * m_hat / (np.sqrt(v_hat) + single(eps))
    return tuple(a.astype(param.dtype) for a in (p, m, v))
