# cnnquiz: depthwise_separable_conv2d
"""Filter each channel alone, then mix the channels pixel by pixel.

Write `depthwise_separable_conv2d(x, depthwise, pointwise, stride=1, padding=0)`: two
cheap convolutions in place of a full one.

Parameters
----------
x : ndarray of shape (N, C, H, W), float32 or float64
    The images.
depthwise : ndarray of shape (C, 1, kH, kW), the dtype of x
    One kernel for each channel; it need not be square.
pointwise : ndarray of shape (C_out, C, 1, 1), the dtype of x
    One row of weights for each output channel.
stride : int
    How far the window of the depthwise step moves, in both directions.
padding : int
    Rows and columns of zeros on each side, in the depthwise step.

Returns
-------
ndarray of shape (N, C_out, H_out, W_out)
    In the dtype of x, with H_out = ⌊(H + 2·padding − kH) / stride⌋ + 1 and W_out alike.

Notes
-----
z[n, c, i, j] = Σ_u Σ_v depthwise[c, 0, u, v] · xₚ[n, c, i·stride + u, j·stride + v]
y[n, o, i, j] = Σ_c pointwise[o, c, 0, 0] · z[n, c, i, j]

xₚ is the padded x. The kernels are not flipped, there is no bias and nothing between the
two steps, and no argument is changed.

You may import NumPy, SciPy and the standard library. Speed is not the point: up to
10,000 times the engine's time passes.

Source: Howard et al., "MobileNets: efficient convolutional neural networks for mobile
vision applications", 2017, section 3.1.

Examples
--------
The kernels take a sum of channel 0 and a difference of channel 1; the pointwise step
adds them, the first a hundred times.

>>> x = np.array([[[[1.0, 2.0]], [[10.0, 20.0]]]])
>>> depthwise = np.array([[[[1.0, 1.0]]], [[[-1.0, 1.0]]]])
>>> pointwise = np.array([[[[100.0]], [[1.0]]]])
>>> depthwise_separable_conv2d(x, depthwise, pointwise)
array([[[[310.]]]])
"""

import numpy as np


def depthwise_separable_conv2d(x, depthwise, pointwise, stride=1, padding=0):
    raise NotImplementedError("depthwise_separable_conv2d")
