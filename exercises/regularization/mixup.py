# cnnquiz: mixup
"""Blend each sample of a batch with another one, and their labels alike.

Write `mixup(x, y_onehot, lam, permutation)`.

Parameters
----------
x : ndarray of shape (N, ...), float32 or float64
    Samples, of any shape behind the batch axis.
y_onehot : ndarray of shape (N, K), of the dtype of x
    Their labels, as one-hot rows.
lam : float
    λ, the weight of the sample itself, from 0 to 1.
permutation : ndarray of shape (N,), int64
    Each of 0 to N − 1 once. Sample n is mixed with sample permutation[n].

Returns
-------
x : ndarray of the shape and dtype of x
y : ndarray of the shape and dtype of y_onehot
    A tuple of the two; new arrays.

Notes
-----
x'[n] = λ · x[n] + (1 − λ) · x[permutation[n]]; y' alike, with the same λ and the same
permutation. All samples are mixed with samples as they were passed in, not with mixed
ones. The caller draws λ and the permutation; nothing here is random. No argument is
changed.

You may import NumPy, SciPy and the standard library. Speed is not the point: up to
2,000 times the engine's time passes.

Source: Zhang, Cisse, Dauphin and Lopez-Paz, "mixup: Beyond Empirical Risk Minimization",
ICLR 2018, section 2.

Examples
--------
Each sample keeps three quarters and takes a quarter of the next; the last, of the first.

>>> x, y = mixup(np.array([[0.0], [4.0], [8.0]]), np.eye(3), 0.75, np.array([1, 2, 0]))
>>> x
array([[1.],
       [5.],
       [6.]])
>>> y
array([[0.75, 0.25, 0.  ],
       [0.  , 0.75, 0.25],
       [0.25, 0.  , 0.75]])
"""

import numpy as np


def mixup(x, y_onehot, lam, permutation):
    raise NotImplementedError("mixup")
