# cnnquiz: conv2d
"""Convolve a batch of images with a bank of filters, as a CNN layer does.

Write `conv2d(x, w, b=None, stride=1, padding=0)`. Each filter slides over the image as
it is stored: what deep learning calls convolution is cross-correlation, the kernel is
not flipped. A filter spans all input channels, and each filter makes one output map.

Parameters
----------
x : ndarray of shape (N, C_in, H, W), float32, float64 or integer
    The images.
w : ndarray of shape (C_out, C_in, kH, kW), float32 or float64
    The filters, in the dtype of x if that is floating. A kernel need not be square.
b : ndarray of shape (C_out,), optional
    One bias for each filter; None means no bias.
stride : int
    How far the window moves, in both directions.
padding : int
    How many rows and columns of zeros are put on each of the four sides.

Returns
-------
ndarray of shape (N, C_out, H_out, W_out)
    With H_out = ⌊(H + 2·padding − kH) / stride⌋ + 1, and W_out alike: a last window that
    does not fit is dropped. A floating x keeps its dtype; for an integer x, any dtype
    that holds the values.

Notes
-----
y[n, o, i, j] = b[o] + Σ_c Σ_u Σ_v w[o, c, u, v] · xₚ[n, c, i·stride + u, j·stride + v],
where xₚ is the padded x. No argument is changed.

You may import NumPy, SciPy and the standard library. Speed is not the point here, so
loops are fine: up to 20,000 times the engine's time passes. conv2d_fast asks for more.

Source: Goodfellow, Bengio and Courville, *Deep Learning* (2016), section 9.1;
torch.nn.functional.conv2d.

Examples
--------
>>> x = np.array([[[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0], [7.0, 8.0, 9.0]]]])
>>> w = np.array([[[[1.0, 0.0], [0.0, -1.0]]]])
>>> conv2d(x, w)
array([[[[-4., -4.],
         [-4., -4.]]]])
"""

import numpy as np


def conv2d(x, w, b=None, stride=1, padding=0):
    raise NotImplementedError("conv2d")
