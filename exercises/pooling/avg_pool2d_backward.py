# cnnquiz: avg_pool2d_backward
"""Send a gradient back through average pooling: everyone gets an equal share.

Write `avg_pool2d_backward(dout, x_shape, kernel_size, stride=None, padding=0)`. The
forward pass was avg_pool2d(x, kernel_size, stride, padding); of x only the shape
matters.

Parameters
----------
dout : ndarray of shape (N, C, H_out, W_out), float32 or float64
    The gradient of the loss with respect to the output.
x_shape : tuple of four int
    (N, C, H, W), the shape of the input of the forward pass.
kernel_size : int
    Height and width of a window.
stride : int, optional
    None means kernel_size.
padding : int
    Rows and columns of zeros on each side, forward; smaller than kernel_size.

Returns
-------
ndarray of shape x_shape
    The gradient of the loss with respect to x, in the dtype of dout.

Notes
-----
Each window gives dout / kernel_size² to each of its cells, also at the border, where a
part of the window was padding: the padding's share is lost. A cell in several windows
gets the sum, and a cell in no window gets 0. dout is not changed.

You may import NumPy, SciPy and the standard library. Speed is not the point: up to
2,000 times the engine's time passes.

Source: Goodfellow, Bengio and Courville, *Deep Learning* (2016), section 9.3;
torch.nn.functional.avg_pool2d.

Examples
--------
>>> dout = np.array([[[[4.0, 8.0]]]])
>>> avg_pool2d_backward(dout, (1, 1, 2, 3), 2, stride=1)
array([[[[1., 3., 2.],
         [1., 3., 2.]]]])
"""

import numpy as np


def avg_pool2d_backward(dout, x_shape, kernel_size, stride=None, padding=0):
    raise NotImplementedError("avg_pool2d_backward")
