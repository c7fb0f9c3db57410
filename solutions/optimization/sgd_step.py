# cnnquiz: sgd_step
"""The velocity first, then the step along it.

Nesterov's direction g + μ · v is what the velocity would be after one more step with the
same gradient: it looks one step ahead.
"""


def sgd_step(param, grad, velocity, lr, momentum=0.9, nesterov=False):
    velocity = momentum * velocity + grad
    direction = grad + momentum * velocity if nesterov else velocity
    return param - lr * direction, velocity
