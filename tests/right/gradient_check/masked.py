# cnnquiz: gradient_check
import numpy as np


def gradient_check(analytic, numeric):
    difference = np.absolute(np.subtract(analytic, numeric))
    size = np.absolute(np.stack([analytic, numeric])).sum(axis=0)
    size[size < 1e-8] = 1e-8
    return np.amax(difference / size)
