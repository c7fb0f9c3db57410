# cnnquiz: softmax
"""Turn scores into positive numbers that sum to one.

Write `softmax(x, axis=-1)`.

Parameters
----------
x : ndarray of one or more axes, float32, float64 or integer
    Scores (logits), finite; they may be as large as ±10,000.
axis : int
    The axis along which the results sum to one; it may be negative.

Returns
-------
ndarray of the shape of x
    A floating x keeps its dtype; for integers, any dtype that holds the values.

Notes
-----
softmax(x)ᵢ = exp(xᵢ) / Σⱼ exp(xⱼ), along the axis. Adding a constant to all xⱼ changes
nothing, so subtract the maximum of each slice first: exp of a large number overflows.
No argument is changed.

You may import NumPy, SciPy and the standard library, but not scipy.special.softmax,
log_softmax, expit and log_expit. Speed is not the point: up to 1,000 times the engine's
time passes.

Source: Goodfellow, Bengio and Courville, *Deep Learning* (2016), sections 4.1 and
6.2.2.3; torch.nn.functional.softmax.

Examples
--------
>>> softmax(np.array([[1.0, 1.0, 1.0, 1.0], [1000.0, 1000.0, 0.0, 0.0]]))
array([[0.25, 0.25, 0.25, 0.25],
       [0.5 , 0.5 , 0.  , 0.  ]])
"""

import numpy as np


def softmax(x, axis=-1):
    raise NotImplementedError("softmax")
