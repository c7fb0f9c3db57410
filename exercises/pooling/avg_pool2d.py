# cnnquiz: avg_pool2d
"""Shrink feature maps to the means of their windows.

Write `avg_pool2d(x, kernel_size, stride=None, padding=0)`. Each channel is pooled on
its own.

Parameters
----------
x : ndarray of shape (N, C, H, W), float32, float64 or integer
    The feature maps; the integers may be as short as uint8.
kernel_size : int
    Height and width of a window.
stride : int, optional
    How far the window moves; None means kernel_size, so that windows do not overlap.
padding : int
    Rows and columns of zeros on each side; smaller than kernel_size.

Returns
-------
ndarray of shape (N, C, H_out, W_out)
    With H_out = ⌊(H + 2·padding − kernel_size) / stride⌋ + 1, and W_out alike: a last
    window that does not fit is dropped. A floating x keeps its dtype; the means of
    integers are not rounded, in any floating dtype.

Notes
-----
y[n, c, i, j] = 1/k² · Σ_u Σ_v xₚ[n, c, i·stride + u, j·stride + v], where k is
kernel_size and xₚ the padded x. The zeros of the padding **count**: the divisor is k²
everywhere, as with PyTorch's count_include_pad=True. x is not changed.

You may import NumPy, SciPy and the standard library. Speed is not the point: up to
10,000 times the engine's time passes.

Source: LeCun, Bottou, Bengio and Haffner, "Gradient-based learning applied to document
recognition", 1998 (its subsampling layers); torch.nn.functional.avg_pool2d.

Examples
--------
>>> x = np.array([[[[1.0, 2.0, 3.0], [3.0, 6.0, 5.0]]]])
>>> avg_pool2d(x, 2)
array([[[[3.]]]])
>>> avg_pool2d(x, 2, stride=1)
array([[[[3., 4.]]]])
>>> avg_pool2d(x, 2, padding=1)
array([[[[0.25, 1.25],
         [0.75, 2.75]]]])
"""

import numpy as np


def avg_pool2d(x, kernel_size, stride=None, padding=0):
    raise NotImplementedError("avg_pool2d")
