# cnnquiz: gradient_check
import numpy as np


def gradient_check(analytic, numeric):
    worst = 0.0
    for place in np.ndindex(*analytic.shape):
        a, n = analytic[place], numeric[place]
        size = max(abs(a) + abs(n), 1e-8)
        worst = max(worst, abs(a - n) / size)
    return worst
