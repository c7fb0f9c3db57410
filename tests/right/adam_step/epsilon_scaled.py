# cnnquiz: adam_step
import numpy as np


def adam_step(param, grad, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    """The paper's faster order, with ε scaled so that the result is the same."""
    m = np.average(np.stack([m, grad]), axis=0, weights=[beta1, 1 - beta1])
    v = np.average(np.stack([v, grad * grad]), axis=0, weights=[beta2, 1 - beta2])
    root = (1 - beta2**t) ** 0.5
    step = lr * root / (1 - beta1**t) * m / (v**0.5 + eps * root)
    return tuple(a.astype(param.dtype) for a in (param - step, m, v))
