# cnnquiz: max_pool2d_backward
"""Send a gradient back through max pooling: it goes to the winners.

Write `max_pool2d_backward(dout, x, kernel_size, stride=None, padding=0)`. The forward
pass was max_pool2d(x, kernel_size, stride, padding).

Parameters
----------
dout : ndarray of shape (N, C, H_out, W_out), float32 or float64
    The gradient of the loss with respect to the output.
x : ndarray of shape (N, C, H, W), the dtype of dout
    The input of the forward pass; all values are finite.
kernel_size : int
stride : int, optional
    None means kernel_size.
padding : int
    Smaller than kernel_size; padding counts as −∞ and never wins.

Returns
-------
ndarray of the shape of x
    The dtype of dout.

Notes
-----
Each window sends its whole gradient to its largest value. Where several are the
largest, the first in row-major order gets all of it, as in PyTorch. A value that wins
in several windows gets the sum. No argument is changed.

You may import NumPy, SciPy and the standard library. Speed is not the point: up to
2,000 times the engine's time passes.

Source: Goodfellow, Bengio and Courville, *Deep Learning* (2016), section 9.3;
torch.nn.functional.max_pool2d.

Examples
--------
>>> x = np.array([[[[1.0, 5.0, 5.0], [4.0, 3.0, 0.0]]]])
>>> dout = np.array([[[[10.0, 20.0]]]])
>>> max_pool2d_backward(dout, x, 2, stride=1)
array([[[[ 0., 30.,  0.],
         [ 0.,  0.,  0.]]]])
"""

import numpy as np


def max_pool2d_backward(dout, x, kernel_size, stride=None, padding=0):
    raise NotImplementedError("max_pool2d_backward")
