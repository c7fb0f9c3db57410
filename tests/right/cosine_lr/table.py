# cnnquiz: cosine_lr
from math import cos, pi


def cosine_lr(step, total_steps, base_lr, warmup_steps=0, min_lr=0.0):
    """Write the rates of the whole run down, and look one up."""
    rates = [base_lr * (k + 1) / warmup_steps for k in range(warmup_steps)]
    length = total_steps - warmup_steps
    for k in range(length):
        share = 0.5 + 0.5 * cos(pi * k / length)
        rates.append(share * base_lr + (1 - share) * min_lr)
    rates.append(min_lr)
    return rates[min(step, total_steps)]
