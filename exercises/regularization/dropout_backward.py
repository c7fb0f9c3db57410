# cnnquiz: dropout_backward
"""Send a gradient back through dropout, by the mask of the forward pass.

Write `dropout_backward(dout, mask)`.

Parameters
----------
dout : ndarray of any shape, float32 or float64
    The gradient of the loss with respect to y, what dropout returned.
mask : ndarray of the shape and dtype of dout
    The multiplier that the forward pass returned with y: 0 where an element was
    dropped and 1/(1 − p) where it was kept; all ones in evaluation.

Returns
-------
ndarray of the shape and dtype of dout
    The gradient of the loss with respect to x, a new array.

Notes
-----
The forward pass was y = x · mask, element by element. The mask is a constant: no
gradient goes into it, and p is not needed. No argument is changed.

You may import NumPy, SciPy and the standard library. Speed is not the point: up to
2,000 times the engine's time passes.

Source: Srivastava, Hinton, Krizhevsky, Sutskever and Salakhutdinov, "Dropout: a simple
way to prevent neural networks from overfitting", JMLR 15 (2014), sections 5.1 and 10.

Examples
--------
Half of four were dropped, so the others were doubled.

>>> dropout_backward(np.array([5.0, -6.0, 7.0, 8.0]), np.array([2.0, 2.0, 0.0, 0.0]))
array([ 10., -12.,   0.,   0.])
"""

import numpy as np


def dropout_backward(dout, mask):
    raise NotImplementedError("dropout_backward")
