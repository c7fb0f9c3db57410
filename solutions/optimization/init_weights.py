# cnnquiz: init_weights
"""Count the fans, and draw with the standard deviation that they ask for.

A fully connected layer is a convolution whose kernel has one place: the product of no
lengths is 1.
"""

import math

import numpy as np


def init_weights(shape, kind, rng):
    area = math.prod(shape[2:])
    fan_out, fan_in = shape[0] * area, shape[1] * area
    fans = fan_in if kind == "he" else fan_in + fan_out
    return rng.normal(0.0, np.sqrt(2 / fans), shape)
