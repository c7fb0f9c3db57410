# cnnquiz: dilate_kernel
"""Spread a kernel's weights apart, with zeros between them.

Write `dilate_kernel(w, dilation)`. An ordinary convolution with the result is a dilated
convolution with w.

Parameters
----------
w : ndarray of shape (C_out, C_in, kH, kW), float32 or float64
    The kernel; it need not be square.
dilation : int
    How many cells it is from one weight to the next, in both directions; 1 or more.

Returns
-------
ndarray of shape (C_out, C_in, dilation·(kH − 1) + 1, dilation·(kW − 1) + 1)
    A new array in the dtype of w.

Notes
-----
out[o, c, dilation·u, dilation·v] = w[o, c, u, v], and zero elsewhere: dilation − 1
zeros between neighbours, none before the first and none after the last. dilation = 1
gives a copy of w. w is not changed.

You may import NumPy, SciPy and the standard library. Speed is not the point: up to
2,000 times the engine's time passes.

Source: Yu and Koltun, "Multi-scale context aggregation by dilated convolutions", ICLR
2016; torch.nn.functional.conv2d's dilation.

Examples
--------
>>> dilate_kernel(np.array([[[[1.0, 2.0], [3.0, 4.0]]]]), 2)
array([[[[1., 0., 2.],
         [0., 0., 0.],
         [3., 0., 4.]]]])
"""

import numpy as np


def dilate_kernel(w, dilation):
    raise NotImplementedError("dilate_kernel")
