# cnnquiz: leaky_relu
"""Rectify with a leak: scale the negative values instead of dropping them.

Write `leaky_relu(x, negative_slope=0.01)`.

Parameters
----------
x : ndarray of any shape, float32 or float64
    The input. It is not changed.
negative_slope : float
    What negative values are multiplied by: 0 or more. It may be larger than 1.

Returns
-------
ndarray of the shape and dtype of x
    A new array.

Notes
-----
leaky_relu(x) = x where x > 0, and negative_slope · x elsewhere.

You may import NumPy, SciPy and the standard library. Speed is not the point: up to
1,000 times the engine's time passes.

Source: Maas, Hannun and Ng, "Rectifier nonlinearities improve neural network acoustic
models", ICML 2013 workshop; torch.nn.functional.leaky_relu.

Examples
--------
>>> leaky_relu(np.array([-2.0, 0.0, 3.0]), negative_slope=0.5)
array([-1.,  0.,  3.])
"""

import numpy as np


def leaky_relu(x, negative_slope=0.01):
    raise NotImplementedError("leaky_relu")
