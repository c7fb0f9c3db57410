# cnnquiz: log_softmax
"""Compute the logarithm of softmax, also where softmax itself is too small to hold.

Write `log_softmax(x, axis=-1)`.

Parameters
----------
x : ndarray of one or more axes, float32, float64 or integer
    Scores (logits), finite; they may be as large as ±10,000.
axis : int
    The axis that holds the classes; it may be negative.

Returns
-------
ndarray of the shape of x
    Finite, and never above 0. A floating x keeps its dtype; for integers, any dtype
    that holds the values.

Notes
-----
log softmax(x)ᵢ = xᵢ − log Σⱼ exp(xⱼ), along the axis. With m the maximum of the slice,
log Σⱼ exp(xⱼ) = m + log Σⱼ exp(xⱼ − m): nothing overflows, and the sum is at least 1.
The logarithm is natural. No argument is changed.

You may import NumPy, SciPy and the standard library, but not scipy.special.log_softmax,
softmax, expit and log_expit. Speed is not the point: up to 1,000 times the engine's
time passes.

Source: Goodfellow, Bengio and Courville, *Deep Learning* (2016), section 6.2.2.3;
torch.nn.functional.log_softmax.

Examples
--------
>>> log_softmax(np.array([1000.0, 0.0]))
array([    0., -1000.])
"""

import numpy as np


def log_softmax(x, axis=-1):
    raise NotImplementedError("log_softmax")
