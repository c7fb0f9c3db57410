# cnnquiz: relu_backward
"""Send a gradient back through ReLU: it passes where the input was positive.

Write `relu_backward(dout, x)`.

Parameters
----------
dout : ndarray of any shape, float32 or float64
    The gradient of the loss with respect to relu(x).
x : ndarray of the shape and dtype of dout
    What the forward pass was given.

Returns
-------
ndarray of the shape of x
    The gradient of the loss with respect to x, a new array of the dtype of dout.

Notes
-----
dx = dout · [x > 0], element by element. ReLU has no derivative at 0; it is taken to be
0 there. No argument is changed.

You may import NumPy, SciPy and the standard library. Speed is not the point: up to
1,000 times the engine's time passes.

Source: Goodfellow, Bengio and Courville, *Deep Learning* (2016), section 6.3, on the
derivative at 0; torch.nn.functional.relu.

Examples
--------
>>> dout = np.array([5.0, -6.0, 7.0, 8.0])
>>> relu_backward(dout, np.array([2.0, 0.5, 0.0, -1.0]))
array([ 5., -6.,  0.,  0.])
"""

import numpy as np


def relu_backward(dout, x):
    raise NotImplementedError("relu_backward")
