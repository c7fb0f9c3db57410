# cnnquiz: sgd_step


def sgd_step(param, grad, velocity, lr, momentum=0.9, nesterov=False):
    """Nesterov's step, written out: lr · ((1 + μ) · g + μ² · v_old)."""
    if nesterov:
        step = (1 + momentum) * grad + momentum**2 * velocity
    else:
        step = grad + momentum * velocity
    return param - lr * step, grad + momentum * velocity
