# cnnquiz: grouped_conv2d
"""Convolve in groups: each filter sees only its block of channels.

Write `grouped_conv2d(x, w, b=None, stride=1, padding=0, dilation=1, groups=1)`. The
input channels are cut into `groups` blocks that lie one after the other, and the filters
into as many; the filters of a block see the channels of the same block.

Parameters
----------
x : ndarray of shape (N, C_in, H, W), float32 or float64
    The images; groups divides C_in.
w : ndarray of shape (C_out, C_in / groups, kH, kW), the dtype of x
    The filters; groups divides C_out. A kernel need not be square.
b : ndarray of shape (C_out,), optional
    One bias for each filter; None means no bias.
stride : int
    How far the window moves, in both directions.
padding : int
    Rows and columns of zeros on each side.
dilation : int
    How many cells it is from one weight of the kernel to the next; 1 is an ordinary one.
groups : int
    How many blocks; 1 is an ordinary convolution, C_in a depthwise one.

Returns
-------
ndarray of shape (N, C_out, H_out, W_out)
    In the dtype of x, with H_out = ⌊(H + 2·padding − dilation·(kH − 1) − 1) / stride⌋ + 1
    and W_out alike.

Notes
-----
With A = C_in / groups and g = ⌊o / (C_out / groups)⌋, the block of filter o,

y[n, o, i, j] = b[o] + Σ_a Σ_u Σ_v w[o, a, u, v]
                · xₚ[n, g·A + a, i·stride + u·dilation, j·stride + v·dilation],

where xₚ is the padded x. The kernel is not flipped, and no argument is changed.

You may import NumPy, SciPy and the standard library. Speed is not the point: up to
10,000 times the engine's time passes.

Source: Krizhevsky, Sutskever and Hinton, "ImageNet classification with deep
convolutional neural networks", 2012; torch.nn.functional.conv2d.

Examples
--------
Two groups of one channel: the first filter doubles channel 0, the second takes
differences within channel 1.

>>> x = np.array([[[[1.0, 2.0, 4.0]], [[10.0, 20.0, 50.0]]]])
>>> w = np.array([[[[2.0, 0.0]]], [[[-1.0, 1.0]]]])
>>> grouped_conv2d(x, w, groups=2)
array([[[[ 2.,  4.]],
<BLANKLINE>
        [[10., 30.]]]])
"""

import numpy as np


def grouped_conv2d(x, w, b=None, stride=1, padding=0, dilation=1, groups=1):
    raise NotImplementedError("grouped_conv2d")
