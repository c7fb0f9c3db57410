# cnnquiz: fold_batch_norm
"""Merge a batch norm into the convolution before it, so that one layer does both.

Write `fold_batch_norm(w, b, gamma, beta, running_mean, running_var, eps=1e-5)`. In
evaluation a batch norm only scales and shifts each channel by fixed numbers. Return the
weights and the bias of a convolution that gives at once what the two give in turn.

Parameters
----------
w : ndarray of shape (C_out, C_in, kH, kW), float32 or float64
    The filters of the convolution.
b : ndarray of shape (C_out,) or None, the dtype of w
    Its bias; None means that it has no bias.
gamma, beta : ndarrays of shape (C_out,), the dtype of w
    The batch norm's scale and shift of each channel.
running_mean, running_var : ndarrays of shape (C_out,), the dtype of w
    Its running statistics; running_var is not negative.
eps : float
    Added to the variance, inside the root; more than 0.

Returns
-------
w : ndarray of shape (C_out, C_in, kH, kW)
b : ndarray of shape (C_out,)
    An array in any case: also where the convolution had no bias. Both are new arrays in
    the dtype of w. No argument is changed.

Notes
-----
The convolution gives z = w ∗ x + b, and the batch norm in evaluation makes of it

    y = γ · (z − μ) / √(σ² + ε) + β,

where μ is running_mean, σ² is running_var, and every channel has its own numbers. The
channels of z are the output channels of w, its first axis.

You may import NumPy, SciPy and the standard library. Speed is not the point: up to
2,000 times the engine's time passes.

Source: Jacob and others, "Quantization and training of neural networks for efficient
integer-arithmetic-only inference" (2018), section 3.2;
torch.nn.utils.fusion.fuse_conv_bn_weights.

Examples
--------
One filter. √(12 + 4) is 4, so the batch norm is y = 8 · (z − 3) / 4 + 10.

>>> w, b = fold_batch_norm(
...     w=np.array([[[[1.0, 6.0]]]]), b=np.array([5.0]),
...     gamma=np.array([8.0]), beta=np.array([10.0]),
...     running_mean=np.array([3.0]), running_var=np.array([12.0]), eps=4.0,
... )
>>> w
array([[[[ 2., 12.]]]])
>>> b
array([14.])
"""

import numpy as np


def fold_batch_norm(w, b, gamma, beta, running_mean, running_var, eps=1e-5):
    raise NotImplementedError("fold_batch_norm")
