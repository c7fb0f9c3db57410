# cnnquiz: max_pool2d
"""Pool a batch of images with any stride and padding.

Write `max_pool2d(x, kernel_size, stride=None, padding=0)`.

Parameters
----------
x : ndarray of shape (N, C, H, W), float32 or float64
    The images; all values are finite.
kernel_size : int
    Rows and columns of the square window.
stride : int, optional
    How far the window moves; None means kernel_size.
padding : int
    How many rows and columns are put on each side, smaller than kernel_size. Padding
    never wins: it counts as −∞.

Returns
-------
ndarray of shape (N, C, H_out, W_out)
    With H_out = ⌊(H + 2·padding − kernel_size) / stride⌋ + 1, and W_out alike. The dtype
    of x.

Notes
-----
Each channel of each image is pooled alone. No argument is changed.

You may import NumPy, SciPy and the standard library. Speed is not the point: up to
10,000 times the engine's time passes.

Source: torch.nn.functional.max_pool2d.

Examples
--------
>>> x = np.array([[[[1.0, 5.0, 2.0], [4.0, 3.0, 0.0], [7.0, 6.0, 8.0]]]])
>>> max_pool2d(x, 2, stride=1)
array([[[[5., 5.],
         [7., 8.]]]])
>>> max_pool2d(x - 10, 2, padding=1)
array([[[[-9., -5.],
         [-3., -2.]]]])
"""

import numpy as np


def max_pool2d(x, kernel_size, stride=None, padding=0):
    raise NotImplementedError("max_pool2d")
