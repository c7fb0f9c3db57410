# cnnquiz: col2im
"""Add columns back onto the image that their windows came from.

Write `col2im(cols, output_size, kernel_size, stride=1, padding=0)`: the transpose of
im2col. Each column goes back to the cells of its window, and where windows overlap the
numbers add up.

Parameters
----------
cols : ndarray of shape (N, C·kH·kW, L), float32 or float64
    Columns in the order of im2col: row (c·kH + u)·kW + v, column i·W_out + j.
output_size : tuple of two int
    Height H and width W of the image.
kernel_size : tuple of two int
    Height kH and width kW of a window.
stride : int
    How far the window moves, in both directions.
padding : int
    Rows and columns on each side that the windows saw beyond the image.

Returns
-------
ndarray of shape (N, C, H, W)
    In the dtype of cols.

Notes
-----
L = H_out·W_out with H_out = ⌊(H + 2·padding − kH) / stride⌋ + 1 and W_out alike. The
result is the sum, over all windows (i, j) and cells (u, v), of
cols[n, (c·kH + u)·kW + v, i·W_out + j] at row i·stride + u − padding and column
j·stride + v − padding. What falls on the padding is dropped, and a cell in no window is
0. So col2im(im2col(x)) is not x, but x times the number of windows that hold each cell.
cols is not changed.

You may import NumPy, SciPy and the standard library. Speed is not the point: up to
10,000 times the engine's time passes.

Source: Chellapilla, Puri and Simard, "High performance convolutional neural networks
for document processing", 2006; torch.nn.functional.fold.

Examples
--------
Ones, added back, count the windows over each cell.

>>> col2im(np.ones((1, 4, 4)), (3, 3), (2, 2))
array([[[[1., 2., 1.],
         [2., 4., 2.],
         [1., 2., 1.]]]])
"""

import numpy as np


def col2im(cols, output_size, kernel_size, stride=1, padding=0):
    raise NotImplementedError("col2im")
