# cnnquiz: linear
"""Apply a fully connected layer: y = x·wᵀ + b.

Write `linear(x, w, b=None)`.

Parameters
----------
x : ndarray of shape (N, in_features), float32, float64 or integer
w : ndarray of shape (out_features, in_features), float32 or float64
    One row for each output, as in torch.nn.Linear.
b : ndarray of shape (out_features,), optional
    None means no bias.

Returns
-------
ndarray of shape (N, out_features)
    A floating x keeps its dtype; for an integer x, any dtype that holds the values.

Notes
-----
y[n, o] = b[o] + Σ_i w[o, i] · x[n, i]. No argument is changed.

You may import NumPy, SciPy and the standard library. Speed is not the point: up to
20,000 times the engine's time passes.

Source: torch.nn.functional.linear.

Examples
--------
>>> x = np.array([[1.0, 2.0]])
>>> w = np.array([[1.0, 0.0], [0.0, 1.0], [3.0, 4.0]])
>>> linear(x, w, np.array([10.0, 20.0, 30.0]))
array([[11., 22., 41.]])
"""

import numpy as np


def linear(x, w, b=None):
    raise NotImplementedError("linear")
