# cnnquiz: sgd_step
import numpy as np


def sgd_step(param, grad, velocity, lr, momentum=0.9, nesterov=False):
    new = np.array(velocity, order="F")
    new *= momentum
    new += grad
    step = new.copy()
    if nesterov:
        step *= momentum
        step += grad
    step *= -lr
    step += param
    return [step, new]
