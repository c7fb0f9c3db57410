# cnnquiz: conv_transpose2d
"""Grow a batch of maps with a transposed convolution.

Write `conv_transpose2d(x, w, b=None, stride=1, padding=0, output_padding=0)`. Each input
cell stamps the kernel, times its value, onto the output; stamps lie stride cells apart
and add up where they overlap. It is the map that sends gradients back through a
convolution, used as a layer.

Parameters
----------
x : ndarray of shape (N, C_in, H, W), float32 or float64
    The maps to grow.
w : ndarray of shape (C_in, C_out, kH, kW), the dtype of x
    One kernel for each pair of channels. The input channels come first. A kernel need
    not be square.
b : ndarray of shape (C_out,), optional, the dtype of x
    One bias for each output channel; None means no bias.
stride : int
    From one stamp to the next, in both directions.
padding : int
    How many rows and columns are cropped from each of the four sides; smaller than kH and
    kW.
output_padding : int
    By how many rows and columns less is cropped at the bottom and at the right; from 0 to
    stride − 1. It may reach beyond the last stamp.

Returns
-------
ndarray of shape (N, C_out, H_out, W_out)
    With H_out = (H − 1)·stride − 2·padding + kH + output_padding, at least 1, and W_out
    alike. In the dtype of x. No argument is changed.

Notes
-----
Before cropping, and starting from zeros,

    y[n, o, i·stride + u, j·stride + v] += x[n, c, i, j] · w[c, o, u, v]

for every n, c, o, i, j, u and v: the kernel is stamped as it is stored. Then `padding`
rows go from the top and columns from the left, and (H_out, W_out) of what follows stay:
what output_padding adds is computed like the rest, and zero only beyond the last stamp.
The bias is added to every cell at the end, there as well.

You may import NumPy, SciPy and the standard library. Speed is not the point: up to
5,000 times the engine's time passes.

Source: Dumoulin and Visin, "A guide to convolution arithmetic for deep learning" (2016),
chapter 4; torch.nn.ConvTranspose2d.

Examples
--------
Stamps 1·(1, 2, 3) and 10·(1, 2, 3), two cells apart, meet in the third cell:

>>> x = np.array([[[[1.0, 10.0]]]])
>>> conv_transpose2d(x, np.array([[[[1.0, 2.0, 3.0]]]]), stride=2)
array([[[[ 1.,  2., 13., 20., 30.]]]])

A kernel of three rows makes three; padding crops the first, the last, and a column on
each side; output_padding keeps the last row and column:

>>> w = np.array([[[[4.0, 4.0, 4.0], [1.0, 2.0, 3.0], [0.0, 5.0, 0.0]]]])
>>> conv_transpose2d(x, w, stride=2, padding=1)
array([[[[ 2., 13., 20.]]]])
>>> conv_transpose2d(x, w, stride=2, padding=1, output_padding=1)
array([[[[ 2., 13., 20., 30.],
         [ 5.,  0., 50.,  0.]]]])
"""

import numpy as np


def conv_transpose2d(x, w, b=None, stride=1, padding=0, output_padding=0):
    raise NotImplementedError("conv_transpose2d")
