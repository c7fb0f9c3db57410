# cnnquiz: batch_norm
"""Standardise each channel over the batch, and keep running statistics for later.

Write `batch_norm(x, gamma, beta, running_mean, running_var, momentum=0.1, eps=1e-5,
training=True)`. In training the mean and the variance of this batch are used, and the
running ones move a little towards them. In evaluation the running ones are used.

Parameters
----------
x : ndarray of shape (N, C, H, W), float32 or float64
    The batch; N·H·W ≥ 2.
gamma, beta : ndarrays of shape (C,), the dtype of x
    The scale and the shift of each channel.
running_mean, running_var : ndarrays of shape (C,), the dtype of x
    What the calls before have returned; running_var is positive.
momentum : float
    The weight of the new value in the running statistics, from 0 to 1.
eps : float
    Added to the variance, inside the root; more than 0.
training : bool
    Whether this batch's statistics are used, and noted.

Returns
-------
y : ndarray of the shape of x
running_mean, running_var : ndarrays of shape (C,)
    All in the dtype of x. In evaluation the running statistics come back as they were.
    No argument is changed, in training neither: the updated ones are new arrays.

Notes
-----
y = γ · (x − μ) / √(σ² + ε) + β, channel by channel. In training μ and σ² are taken over
N, H and W, with M = N·H·W values; in evaluation they are the running ones. Two variances
are in play: y uses the biased one, divided by M; the running variance stores the
unbiased one, divided by M − 1:

    running ← (1 − momentum) · running + momentum · new.

So momentum weighs the *new* value, as in PyTorch.

x may lie far from 0, as 10⁴ ± 1 does. In float32 E[x²] − E[x]² is then mere rounding:
take the variance of x − μ.

You may import NumPy, SciPy and the standard library. Speed is not the point: up to
2,000 times the engine's time passes.

Source: Ioffe and Szegedy, "Batch normalization: accelerating deep network training by
reducing internal covariate shift" (2015), algorithms 1 and 2; torch.nn.BatchNorm2d.

Examples
--------
One channel, with mean 3, biased variance 4 and unbiased variance 8; √(4 + 12) is 4.

>>> y, running_mean, running_var = batch_norm(
...     np.array([[[[1.0, 5.0]]]]), gamma=np.array([10.0]), beta=np.array([1.0]),
...     running_mean=np.array([0.0]), running_var=np.array([1.0]),
...     momentum=0.5, eps=12.0,
... )
>>> y
array([[[[-4.,  6.]]]])
>>> running_mean, running_var
(array([1.5]), array([4.5]))
"""

import numpy as np


def batch_norm(
    x,
    gamma,
    beta,
    running_mean,
    running_var,
    momentum=0.1,
    eps=1e-5,
    training=True,
):
    raise NotImplementedError("batch_norm")
