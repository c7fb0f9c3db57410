# cnnquiz: conv2d_backward
"""Send a gradient back through a convolution layer.

Write `conv2d_backward(dout, x, w, stride=1, padding=0)`. The forward pass was
conv2d(x, w, b, stride, padding): cross-correlation, no flip. Given the gradient of a
loss with respect to its output, return the gradients with respect to x, w and b.

Parameters
----------
dout : ndarray of shape (N, C_out, H_out, W_out), float32 or float64
    The gradient of the loss with respect to the output.
x : ndarray of shape (N, C_in, H, W), the dtype of dout
    The input of the forward pass.
w : ndarray of shape (C_out, C_in, kH, kW), the dtype of dout
    The filters. A kernel need not be square.
stride, padding : int
    As in the forward pass.

Returns
-------
dx : ndarray of the shape of x
    Rows and columns that no window reached (where the stride does not divide) get zero.
dw : ndarray of the shape of w
db : ndarray of shape (C_out,)
    All in the dtype of dout. Gradients are sums over the batch, not means: the loss has
    taken the mean already.

Notes
-----
y[n, o, i, j] = b[o] + Σ w[o, c, u, v] · xₚ[n, c, i·stride + u, j·stride + v] gives

    dw[o, c, u, v] = Σ_n Σ_i Σ_j dout[n, o, i, j] · xₚ[n, c, i·stride + u, j·stride + v]
    dxₚ[n, c, p, q] = Σ over every (o, i, j, u, v) with i·stride + u = p, j·stride + v = q
                      of dout[n, o, i, j] · w[o, c, u, v]
    db[o] = Σ_n Σ_i Σ_j dout[n, o, i, j]

and dx is dxₚ without the padding. No argument is changed.

You may import NumPy, SciPy and the standard library. Speed is not the point: up to
20,000 times the engine's time passes.

Source: Dumoulin and Visin, "A guide to convolution arithmetic for deep learning"
(2016), chapter 4; torch.nn.grad.conv2d_input and conv2d_weight.

Examples
--------
>>> x = np.array([[[[1.0, 2.0], [3.0, 4.0]]]])
>>> w = np.array([[[[10.0, 20.0]]]])
>>> dout = np.array([[[[1.0], [2.0]]]])
>>> dx, dw, db = conv2d_backward(dout, x, w)
>>> dx
array([[[[10., 20.],
         [20., 40.]]]])
>>> dw
array([[[[ 7., 10.]]]])
>>> db
array([3.])
"""

import numpy as np


def conv2d_backward(dout, x, w, stride=1, padding=0):
    raise NotImplementedError("conv2d_backward")
