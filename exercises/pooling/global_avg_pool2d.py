# cnnquiz: global_avg_pool2d
"""Average each feature map to one number.

Write `global_avg_pool2d(x)`: the mean over height and width, for each image and each
channel. Many networks put it in place of flatten, so that images of any size fit.

Parameters
----------
x : ndarray of shape (N, C, H, W), float32 or float64
    The feature maps.

Returns
-------
ndarray of shape (N, C)
    The means, in the dtype of x. N and C stay, also where they are 1.

Notes
-----
y[n, c] = 1/(H·W) · Σ_i Σ_j x[n, c, i, j]. x is not changed.

You may import NumPy, SciPy and the standard library. Speed is not the point: up to
5,000 times the engine's time passes.

Source: Lin, Chen and Yan, "Network In Network", ICLR 2014, section 3.2.

Examples
--------
>>> x = np.array([[[[1.0, 2.0], [3.0, 6.0]], [[0.0, 0.0], [-1.0, 0.0]]]])
>>> global_avg_pool2d(x)
array([[ 3.  , -0.25]])
"""

import numpy as np


def global_avg_pool2d(x):
    raise NotImplementedError("global_avg_pool2d")
