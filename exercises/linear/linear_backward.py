# cnnquiz: linear_backward
"""Compute the three gradients of a fully connected layer.

Write `linear_backward(dout, x, w)`, which returns dx, dw, db for y = x·wᵀ + b.

Parameters
----------
dout : ndarray of shape (N, out_features), float32 or float64
    The gradient of the loss with respect to y.
x : ndarray of shape (N, in_features), the dtype of dout
    What the forward pass was given.
w : ndarray of shape (out_features, in_features), the dtype of dout
    What the forward pass was given.

Returns
-------
dx : ndarray of shape (N, in_features)
dw : ndarray of shape (out_features, in_features)
db : ndarray of shape (out_features,)
    A tuple of the three, in the dtype of dout.

Notes
-----
dx[n, i] = Σ_o dout[n, o] · w[o, i]; dw[o, i] = Σ_n dout[n, o] · x[n, i];
db[o] = Σ_n dout[n, o]. Sums, not means: a loss that is a mean has divided already. No
argument is changed.

You may import NumPy, SciPy and the standard library. Speed is not the point: up to
20,000 times the engine's time passes.

Source: Goodfellow, Bengio and Courville, *Deep Learning* (2016), section 6.5.6;
torch.nn.functional.linear.

Examples
--------
>>> dx, dw, db = linear_backward(
...     np.array([[1.0, 10.0]]),
...     np.array([[2.0, 3.0, 4.0]]),
...     np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 5.0]]),
... )
>>> dx
array([[ 1., 10., 50.]])
>>> dw
array([[ 2.,  3.,  4.],
       [20., 30., 40.]])
>>> db
array([ 1., 10.])
"""

import numpy as np


def linear_backward(dout, x, w):
    raise NotImplementedError("linear_backward")
