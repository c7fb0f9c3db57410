# cnnquiz: adam_step
import numpy as np


def adam_step(param, grad, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    """The moments move towards the new gradient by a share; the root takes the rest."""
    m, v = np.array(m, order="F"), np.array(v, order="F")
    m += (1 - beta1) * (grad - m)
    v += (1 - beta2) * (np.square(grad) - v)
    root = np.sqrt(v)
    root /= np.sqrt(1 - beta2**t)
    root += eps
    rate = lr / (1 - beta1**t)
    return [param - rate * (m / root), m, v]
