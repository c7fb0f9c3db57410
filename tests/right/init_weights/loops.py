# cnnquiz: init_weights
import math

import numpy as np


def init_weights(shape, kind, rng):
    area = 1
    for length in shape[2:]:
        area *= length
    fan_in, fan_out = shape[1] * area, shape[0] * area
    if kind == "he":
        variance = 2.0 / fan_in
    else:
        variance = 2.0 / (fan_in + fan_out)
    w = np.zeros(shape)
    for place in np.ndindex(*shape):
        w[place] = rng.normal() * math.sqrt(variance)
    return w
