# cnnquiz: sgd_step
import numpy as np


def sgd_step(param, grad, velocity, lr, momentum=0.9, nesterov=False):
    moved, kept = np.empty_like(param), np.empty_like(velocity)
    for place in np.ndindex(*param.shape):
        v = momentum * velocity[place] + grad[place]
        step = grad[place] + momentum * v if nesterov else v
        moved[place] = param[place] - lr * step
        kept[place] = v
    return moved, kept
