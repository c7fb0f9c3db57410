# cnnquiz: sgd_step
"""Take one step of stochastic gradient descent with momentum.

Write `sgd_step(param, grad, velocity, lr, momentum=0.9, nesterov=False)`.

Parameters
----------
param : ndarray of any shape, float32 or float64
    The parameters.
grad : ndarray of the shape and dtype of param
    The gradient of the loss with respect to param.
velocity : ndarray of the shape and dtype of param
    What the previous step returned as its velocity; zeros before the first step.
lr : float
    The learning rate.
momentum : float
    The share μ of the old velocity that is kept, 0 ≤ μ < 1.
nesterov : bool
    Whether the step looks ahead along the new velocity.

Returns
-------
param, velocity : ndarrays of the shape and dtype of param
    New arrays. No argument is changed.

Notes
-----
v ← μ · v + g, then param ← param − lr · v. With Nesterov's look-ahead the step is
lr · (g + μ · v) instead, where v is the new velocity.

This is PyTorch's form: the gradient enters v with weight 1, not 1 − μ, and the learning
rate stays outside v, so that a change of lr acts at once.

You may import NumPy, SciPy and the standard library. Speed is not the point: up to
1,000 times the engine's time passes.

Source: Sutskever, Martens, Dahl and Hinton, "On the importance of initialization and
momentum in deep learning" (2013); torch.optim.SGD for the form.

Examples
--------
>>> param, grad = np.array([1.0, 2.0]), np.array([2.0, -4.0])
>>> velocity = np.array([6.0, 0.0])
>>> sgd_step(param, grad, velocity, lr=0.5, momentum=0.5)
(array([-1.5,  4. ]), array([ 5., -4.]))
>>> sgd_step(param, grad, velocity, lr=0.5, momentum=0.5, nesterov=True)
(array([-1.25,  5.  ]), array([ 5., -4.]))
"""

import numpy as np


def sgd_step(param, grad, velocity, lr, momentum=0.9, nesterov=False):
    raise NotImplementedError("sgd_step")
