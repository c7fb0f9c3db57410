# cnnquiz: pointwise_conv2d
"""Mix the channels of each pixel: a 1×1 convolution.

Write `pointwise_conv2d(x, w, b=None)`. Each pixel is a vector of C_in numbers, and the
same linear layer makes C_out numbers of it.

Parameters
----------
x : ndarray of shape (N, C_in, H, W), float32 or float64
    The feature maps.
w : ndarray of shape (C_out, C_in, 1, 1), the dtype of x
    The filters, one row of weights for each output channel.
b : ndarray of shape (C_out,), optional
    One bias for each output channel; None means no bias.

Returns
-------
ndarray of shape (N, C_out, H, W)
    In the dtype of x.

Notes
-----
y[n, o, i, j] = b[o] + Σ_c w[o, c, 0, 0] · x[n, c, i, j]. No pixel sees another, and no
argument is changed.

You may import NumPy, SciPy and the standard library. Speed is not the point: up to
5,000 times the engine's time passes.

Source: Lin, Chen and Yan, "Network In Network", ICLR 2014.

Examples
--------
>>> x = np.array([[[[5.0, 7.0]], [[1.0, 2.0]]]])
>>> w = np.array([[[[1.0]], [[-1.0]]], [[[0.0]], [[10.0]]]])
>>> pointwise_conv2d(x, w, b=np.array([0.0, 0.5]))
array([[[[ 4. ,  5. ]],
<BLANKLINE>
        [[10.5, 20.5]]]])
"""

import numpy as np


def pointwise_conv2d(x, w, b=None):
    raise NotImplementedError("pointwise_conv2d")
