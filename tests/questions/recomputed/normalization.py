"""Batch norm in exact fractions, save for the one square root."""

import math
from fractions import Fraction


def moments(values):
    """Return mean and biased variance, the latter from the mean of the squares."""
    mean = Fraction(sum(values), len(values))
    return mean, Fraction(sum(one * one for one in values), len(values)) - mean**2


def batch_norm_output(
    x, index, gamma, beta, eps, training, running_mean=None, running_var=None
):
    nested = isinstance(x[0], list)
    values = [one for row in x for one in row] if nested else x
    value = x[index[0]][index[1]] if nested else x[index]
    mean, var = moments(values) if training else (running_mean, running_var)
    # γ·(x − μ)/σ, squared and rooted, so that the root is the only rounding.
    square = Fraction(gamma) ** 2 * (value - mean) ** 2 / (var + eps)
    sign = 1 if gamma * (value - mean) > 0 else -1
    return sign * math.sqrt(square) + beta


def running_statistics(
    statistic,
    momentum,
    momentum_weighs,
    running_mean=None,
    running_var=None,
    batch_means=None,
    x=None,
):
    """Weigh each batch by how often it has been faded."""
    weight = Fraction(str(momentum))
    old = weight if momentum_weighs == "old" else 1 - weight
    if statistic == "mean":
        start, news = running_mean, batch_means
    else:
        start = running_var
        news = [moments(batch)[1] * len(batch) / (len(batch) - 1) for batch in x]
    faded = [old**age * (1 - old) * one for age, one in enumerate(reversed(news))]
    return float(old ** len(news) * start + sum(faded))


RECOMPUTED = {
    "batch-norm-output": batch_norm_output,
    "running-statistics": running_statistics,
}
TARGETS = {
    "batch-norm-output": {
        "normalises-unbiased",
        "batch-stats-in-eval",
        "running-stats-in-training",
    },
    "running-statistics": {"momentum-swapped"},
}
