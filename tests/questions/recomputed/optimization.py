"""One step of an optimizer, in decimals of thirty digits."""

from decimal import Decimal, localcontext


def optimizer_step(optimizer, **numbers):
    step = {"sgd": sgd, "adam": adam, "adamw": adamw}[optimizer]
    with localcontext() as context:
        context.prec = 30
        return float(step(**{name: exact(one) for name, one in numbers.items()}))


def exact(value):
    return value if isinstance(value, bool) else Decimal(str(value))


def sgd(param, grad, velocity, lr, momentum, nesterov):
    """Write the step as a sum over the gradient and the velocity before it."""
    if nesterov:
        return param - lr * ((1 + momentum) * grad + momentum**2 * velocity)
    return param - lr * grad - lr * momentum * velocity


def adam(param, grad, m, v, t, lr, beta1, beta2, eps, weight_decay=Decimal(0)):
    """Move by the moments' weighted means: the weights of t steps add up to 1 − βᵗ."""
    grad += weight_decay * param
    mean = (m * beta1 + grad - grad * beta1) / (1 - beta1**t)
    square = (v * beta2 + grad**2 - grad**2 * beta2) / (1 - beta2**t)
    return param - lr * mean / (square.sqrt() + eps)


def adamw(param, weight_decay, lr, **numbers):
    return adam(param, lr=lr, **numbers) - lr * weight_decay * param


RECOMPUTED = {"optimizer-step": optimizer_step}
TARGETS = {
    "optimizer-step": {
        "dampened",
        "nesterov-is-plain",
        "no-bias-correction",
        "l2-for-decoupled",
        "decoupled-for-l2",
    },
}
