# cnnquiz: adam_step
"""Take one step of Adam.

Write `adam_step(param, grad, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8)`.

Parameters
----------
param : ndarray of any shape, float32 or float64
    The parameters.
grad : ndarray of the shape and dtype of param
    The gradient of the loss with respect to param.
m, v : ndarrays of the shape and dtype of param
    The two moments that the previous step returned; zeros before the first step.
t : int
    The number of this step, counted from 1.
lr : float
    The learning rate.
beta1, beta2 : float
    The share of the past that is kept in m and in v, each at least 0 and below 1.
eps : float
    Added to √v̂, outside the root; more than 0.

Returns
-------
param, m, v : ndarrays of the shape and dtype of param
    New arrays; m and v without the correction. No argument is changed.

Notes
-----
m ← β₁ · m + (1 − β₁) · g and v ← β₂ · v + (1 − β₂) · g², element by element. Both began
at zero and are too small in the first steps, so the step is made with
m̂ = m / (1 − β₁ᵗ) and v̂ = v / (1 − β₂ᵗ): param ← param − lr · m̂ / (√v̂ + ε).

ε stands where PyTorch has it: beside the root of the corrected v.

You may import NumPy, SciPy and the standard library. Speed is not the point: up to
1,000 times the engine's time passes.

Source: Kingma and Ba, "Adam: a method for stochastic optimization" (2015), algorithm 1;
torch.optim.Adam.

Examples
--------
In a first step m̂ is g and √v̂ is |g|; here they are 8 and 8, and −2 and 2.

>>> param, grad, zero = np.array([1.0, 1.0]), np.array([8.0, -2.0]), np.zeros(2)
>>> adam_step(param, grad, zero, zero, 1, lr=1.0, beta1=0.5, beta2=0.75, eps=2.0)
(array([0.2, 1.5]), array([ 4., -1.]), array([16.,  1.]))
"""

import numpy as np


def adam_step(param, grad, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    raise NotImplementedError("adam_step")
