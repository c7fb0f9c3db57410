# cnnquiz: max_pooling
"""Shrink a map by keeping the largest value of each window.

Write `max_pooling(feature_map, pool_size)`. The windows lie side by side: each begins
where the one before ends.

Parameters
----------
feature_map : ndarray of shape (H, W), float32 or float64
pool_size : pair of ints (h, w)
    Rows and columns of a window. It need not be square; h ≤ H and w ≤ W.

Returns
-------
ndarray of shape (⌊H / h⌋, ⌊W / w⌋)
    The dtype of feature_map. Rows and columns that fill no whole window are dropped.

Notes
-----
y[i, j] = max of feature_map[i·h : (i + 1)·h, j·w : (j + 1)·w]. No argument is changed.

You may import NumPy, SciPy and the standard library. Speed is not the point: up to
5,000 times the engine's time passes.

Source: Goodfellow, Bengio and Courville, *Deep Learning* (2016), section 9.3.

Examples
--------
>>> feature_map = np.array([
...     [4.0, 2.0, 3.0, 1.0],
...     [5.0, 1.0, 7.0, 4.0],
...     [2.0, 8.0, 4.0, 6.0],
...     [1.0, 4.0, 9.0, 3.0],
... ])
>>> max_pooling(feature_map, (2, 2))
array([[5., 7.],
       [8., 9.]])
"""

import numpy as np


def max_pooling(feature_map, pool_size):
    raise NotImplementedError("max_pooling")
