# cnnquiz: weight_penalty
"""Charge for large weights: an L1 and an L2 penalty, with the gradient.

Write `weight_penalty(w, l1=0.0, l2=0.0)`.

Parameters
----------
w : ndarray of any shape, float32 or float64
    The weights.
l1, l2 : float
    How much each penalty weighs, 0 or more.

Returns
-------
loss : float
    l1·Σ|w| + ½·l2·Σw²; a Python float, a NumPy scalar or a 0-d array.
gradient : ndarray of the shape and dtype of w
    l1·sign(w) + l2·w, with sign(0) = 0.

Notes
-----
The ½ makes the gradient of the L2 part l2·w. The penalty is a sum over the weights: it
is not divided by their number. No argument is changed.

You may import NumPy, SciPy and the standard library. Speed is not the point: up to
10,000 times the engine's time passes.

Source: Goodfellow, Bengio and Courville, *Deep Learning* (2016), sections 7.1.1 and
7.1.2.

Examples
--------
>>> loss, gradient = weight_penalty(np.array([3.0, -1.0, 0.0]), l1=0.5, l2=2.0)
>>> float(loss)
12.0
>>> gradient
array([ 6.5, -2.5,  0. ])
"""

import numpy as np


def weight_penalty(w, l1=0.0, l2=0.0):
    raise NotImplementedError("weight_penalty")
