# cnnquiz: adamw_step
"""Take one step of AdamW: Adam with weight decay that bypasses the moments.

Write `adamw_step(param, grad, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8,
weight_decay=1e-2)`.

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
weight_decay : float
    The share λ of each parameter that is lost in a step, in units of lr; 0 or more.

Returns
-------
param, m, v : ndarrays of the shape and dtype of param
    New arrays; m and v without the correction. No argument is changed.

Notes
-----
m ← β₁ · m + (1 − β₁) · g and v ← β₂ · v + (1 − β₂) · g², as in Adam: the decay is no
part of g. With m̂ = m / (1 − β₁ᵗ) and v̂ = v / (1 − β₂ᵗ),

param ← param − lr · λ · param − lr · m̂ / (√v̂ + ε),

where all param on the right are the old one.

You may import NumPy, SciPy and the standard library. Speed is not the point: up to
1,000 times the engine's time passes.

Source: Loshchilov and Hutter, "Decoupled weight decay regularization" (2019),
algorithm 2; torch.optim.AdamW for lr · λ.

Examples
--------
A first step of Adam moves both by 0.8 and −0.5; the decay takes 0.1 of each.

>>> param, grad, zero = np.array([1.0, 1.0]), np.array([8.0, -2.0]), np.zeros(2)
>>> settings = {"lr": 1.0, "beta1": 0.5, "beta2": 0.75, "eps": 2.0}
>>> adamw_step(param, grad, zero, zero, 1, **settings, weight_decay=0.1)
(array([0.1, 1.4]), array([ 4., -1.]), array([16.,  1.]))
"""

import numpy as np


def adamw_step(
    param,
    grad,
    m,
    v,
    t,
    lr=1e-3,
    beta1=0.9,
    beta2=0.999,
    eps=1e-8,
    weight_decay=1e-2,
):
    raise NotImplementedError("adamw_step")
