# cnnquiz: cnn_loss_and_gradients
"""Run a small CNN forward and backward: the loss, and the gradient of every parameter.

Write `cnn_loss_and_gradients(params, x, labels)` for the network of cnn_forward.

Parameters
----------
params : dict of ndarrays, all float32 or all float64
    w1 (C1, C, 3, 3) and b1 (C1,), w2 (C2, C1, 3, 3) and b2 (C2,): the two convolutions;
    w3 (K, C2 · (H // 4) · (W // 4)) and b3 (K,): the linear layer.
x : ndarray of shape (N, C, H, W), the dtype of the parameters
    Images; H and W are at least 4.
labels : ndarray of shape (N,), int64
    The right classes, from 0 to K − 1.

Returns
-------
loss : float
    The mean cross-entropy over the batch; a Python float, a NumPy scalar or 0-d array.
grads : dict
    With the keys of params; each gradient has the shape and the dtype of its parameter.

Notes
-----
Forward, twice: convolution 3×3 with stride 1 and padding 1 (no flip), ReLU, max pooling
2×2 with stride 2 (a row or column left over is dropped). Then flatten in NCHW order,
y = x·w3ᵀ + b3, and cross-entropy with softmax inside. Backward: the slope of ReLU at 0
is 0, and max pooling sends a window's gradient to its first maximum in row-major order.
No argument is changed.

You may import NumPy, SciPy and the standard library. Speed is not the point: up to
10,000 times the engine's time passes.

Source: Goodfellow, Bengio and Courville, *Deep Learning* (2016), section 6.5; CS231n,
assignment 2 (the idea of a three-layer CNN with a gradient check).

Examples
--------
>>> params = {
...     "w1": np.zeros((1, 1, 3, 3)), "b1": np.array([1.0]),
...     "w2": np.zeros((1, 1, 3, 3)), "b2": np.array([2.0]),
...     "w3": np.array([[0.0], [0.0]]), "b3": np.zeros(2),
... }
>>> loss, grads = cnn_loss_and_gradients(
...     params, np.ones((1, 1, 4, 4)), np.array([0])
... )
>>> round(float(loss), 4)
0.6931
>>> grads["b3"]
array([-0.5,  0.5])
>>> grads["w3"]
array([[-1.],
       [ 1.]])
"""

import numpy as np


def cnn_loss_and_gradients(params, x, labels):
    raise NotImplementedError("cnn_loss_and_gradients")
