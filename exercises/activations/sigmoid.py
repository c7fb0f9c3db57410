# cnnquiz: sigmoid
"""Squash every number into the interval from 0 to 1, however large it is.

Write `sigmoid(x)`.

Parameters
----------
x : ndarray of one or more axes, float32 or float64
    Finite; the values may be as large as ±10,000. It is not changed.

Returns
-------
ndarray of the shape and dtype of x
    No element is nan: far to the left the result is 0, far to the right 1.

Notes
-----
σ(x) = 1 / (1 + exp(−x)) = exp(x) / (1 + exp(x)), element by element. The two forms are
equal on paper; in floating point each overflows on one side. A warning about overflow
is no failure, a nan is.

You may import NumPy, SciPy and the standard library, but not scipy.special.expit,
log_expit, softmax and log_softmax. Speed is not the point: up to 500 times the
engine's time passes.

Source: Goodfellow, Bengio and Courville, *Deep Learning* (2016), section 3.10;
torch.sigmoid.

Examples
--------
>>> sigmoid(np.array([-1000.0, 0.0, 1000.0]))
array([0. , 0.5, 1. ])
"""

import numpy as np


def sigmoid(x):
    raise NotImplementedError("sigmoid")
