# cnnquiz: im2col
"""Copy each window of an image into a column.

Write `im2col(x, kernel_size, stride=1, padding=0)`. With the windows as columns a
convolution is one matrix product.

Parameters
----------
x : ndarray of shape (N, C, H, W), float32 or float64
    The images.
kernel_size : tuple of two int
    Height kH and width kW of a window.
stride : int
    How far the window moves, in both directions.
padding : int
    Rows and columns of zeros on each side.

Returns
-------
ndarray of shape (N, C·kH·kW, L)
    In the dtype of x; L = H_out·W_out with H_out = ⌊(H + 2·padding − kH) / stride⌋ + 1
    and W_out alike.

Notes
-----
cols[n, (c·kH + u)·kW + v, i·W_out + j] = xₚ[n, c, i·stride + u, j·stride + v], where xₚ
is the padded x. Down a column: the channels outermost, then the rows of the window, as
w.reshape(C_out, -1) has them. From left to right: the windows in row-major order. x is
not changed.

You may import NumPy, SciPy and the standard library. Speed is not the point: up to
10,000 times the engine's time passes.

Source: Chellapilla, Puri and Simard, "High performance convolutional neural networks
for document processing", 2006; torch.nn.functional.unfold.

Examples
--------
>>> x = np.arange(1.0, 10.0).reshape(1, 1, 3, 3)
>>> im2col(x, (2, 2))
array([[[1., 2., 4., 5.],
        [2., 3., 5., 6.],
        [4., 5., 7., 8.],
        [5., 6., 8., 9.]]])
"""

import numpy as np


def im2col(x, kernel_size, stride=1, padding=0):
    raise NotImplementedError("im2col")
