# cnnquiz: leaky_relu
"""Each element picks its branch by its sign.

max(x, slope · x) is shorter, but picks the wrong branch once the slope exceeds 1.
"""

import numpy as np


def leaky_relu(x, negative_slope=0.01):
    return np.where(x > 0, x, negative_slope * x)
