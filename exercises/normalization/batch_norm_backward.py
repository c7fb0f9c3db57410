# cnnquiz: batch_norm_backward
"""Send a gradient back through a batch norm in training.

Write `batch_norm_backward(dout, x, gamma, eps=1e-5)`. The forward pass standardised each
channel with the mean and the variance of this very batch, then scaled and shifted it.
Given the gradient of a loss with respect to its output y, return the gradients with
respect to x, gamma and beta.

Parameters
----------
dout : ndarray of shape (N, C, H, W), float32 or float64
    The gradient of the loss with respect to y.
x : ndarray of the shape and dtype of dout
    The input of the forward pass; N·H·W ≥ 2.
gamma : ndarray of shape (C,), the dtype of dout
    The scale of each channel.
eps : float
    As in the forward pass; more than 0.

Returns
-------
dx : ndarray of the shape of x
dgamma, dbeta : ndarrays of shape (C,)
    All in the dtype of dout. Gradients are sums over the batch, not means: the loss has
    taken the mean already. No argument is changed.

Notes
-----
The forward pass was, channel by channel and with M = N·H·W values in each,

    y = γ · x̂ + β,    x̂ = (x − μ) / √(σ² + ε),

where μ is the mean of the M values and σ² their biased variance, divided by M. So μ and
σ² depend on every x of the channel: changing one x moves all the y, and dx must count
that. The running statistics take no part.

You may import NumPy, SciPy and the standard library. Speed is not the point: up to
2,000 times the engine's time passes.

Source: Ioffe and Szegedy, "Batch normalization: accelerating deep network training by
reducing internal covariate shift" (2015), section 3.

Examples
--------
One channel, with mean 3 and variance 4; √(4 + 12) is 4, so x̂ is −0.5 and 0.5.

>>> dx, dgamma, dbeta = batch_norm_backward(
...     dout=np.array([[[[3.0, 5.0]]]]), x=np.array([[[[1.0, 5.0]]]]),
...     gamma=np.array([16.0]), eps=12.0,
... )
>>> dx
array([[[[-3.,  3.]]]])
>>> dgamma, dbeta
(array([1.]), array([8.]))
"""

import numpy as np


def batch_norm_backward(dout, x, gamma, eps=1e-5):
    raise NotImplementedError("batch_norm_backward")
