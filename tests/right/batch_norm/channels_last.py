# cnnquiz: batch_norm
import numpy as np


def batch_norm(
    x, gamma, beta, running_mean, running_var, momentum=0.1, eps=1e-5, training=True
):
    """Bring the channels to the end, where everything broadcasts; return a list."""
    rows = x.transpose(0, 2, 3, 1).reshape(-1, x.shape[1])
    if not training:
        return [
            back(line(rows, running_mean, running_var, gamma, beta, eps), x),
            running_mean,
            running_var,
        ]
    mean, var = np.mean(rows, axis=0), np.var(rows, axis=0)
    y = back(line(rows, mean, var, gamma, beta, eps), x)
    new = rows.var(axis=0, ddof=1)
    return [
        y,
        running_mean * (1 - momentum) + mean * momentum,
        running_var * (1 - momentum) + new * momentum,
    ]


def line(rows, mean, var, gamma, beta, eps):
    """Batch norm is a line: y = scale * x + shift."""
    scale = gamma * (var + eps) ** -0.5
    return rows * scale + (beta - mean * scale)


def back(rows, x):
    n, c, height, width = x.shape
    return rows.reshape(n, height, width, c).transpose(0, 3, 1, 2)
