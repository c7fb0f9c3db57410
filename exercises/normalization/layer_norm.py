# cnnquiz: layer_norm
"""Standardise each row by itself, then scale and shift each of its elements.

Write `layer_norm(x, gamma, beta, eps=1e-5)`. A row is what lies along the last axis of
x. It has a mean and a variance of its own, so no row ever looks at another.

Parameters
----------
x : ndarray of shape (..., D), float32 or float64
    The rows: one, as in (D,), or many, as in (N, D) and (N, T, D). D may be 1.
gamma, beta : ndarrays of shape (D,), the dtype of x
    The scale and the shift of each element of a row.
eps : float
    Added to the variance, inside the root; more than 0.

Returns
-------
ndarray of the shape and dtype of x
    A new array; no argument is changed.

Notes
-----
y = γ · (x − μ) / √(σ² + ε) + β, where μ and σ² are a row's own mean and biased
variance: both are divided by D. There is no memory and no training mode: a row gives the
same y whenever it comes.

x may lie far from 0, as 10⁴ ± 1 does. In float32 E[x²] − E[x]² is then mere rounding:
take the variance of x − μ.

You may import NumPy, SciPy and the standard library. Speed is not the point: up to
1,000 times the engine's time passes.

Source: Ba, Kiros and Hinton, "Layer normalization" (2016); torch.nn.LayerNorm.

Examples
--------
The rows have means 3 and 10, and both have variance 4; √(4 + 12) is 4.

>>> layer_norm(
...     np.array([[1.0, 5.0], [12.0, 8.0]]),
...     gamma=np.array([2.0, 10.0]), beta=np.array([3.0, 1.0]), eps=12.0,
... )
array([[ 2.,  6.],
       [ 4., -4.]])
"""

import numpy as np


def layer_norm(x, gamma, beta, eps=1e-5):
    raise NotImplementedError("layer_norm")
