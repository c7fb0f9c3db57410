# cnnquiz: clip_grad_norm
"""Shrink all gradients together if their common norm is too large.

Write `clip_grad_norm(grads, max_norm)`.

Parameters
----------
grads : list of ndarray, float32 or float64
    The gradients of all parameters: at least one array, each of one or more axes and at
    least one element. The shapes may all differ; the dtype is one.
max_norm : float
    The largest norm that is let through; positive.

Returns
-------
grads : list of ndarray
    One array for each that was passed in, of its shape and dtype.
norm : float
    The norm before clipping: a Python float, a NumPy scalar or a 0-d array.

Notes
-----
norm = √(Σ g²), where the sum runs over all elements of all arrays: one norm for all, so
that the direction of the step stays. If norm > max_norm, each array is multiplied by
max_norm / norm, with no ε below. Otherwise the gradients come back with the values that
they had: they are never scaled up, and gradients of zero stay zero.

The arguments are not changed. Gradients may be as small as 10⁻⁶; no square overflows.

You may import NumPy, SciPy and the standard library. Speed is not the point: up to 100
times the engine's time passes.

Source: Pascanu, Mikolov and Bengio, "On the difficulty of training recurrent neural
networks", ICML 2013, algorithm 1; torch.nn.utils.clip_grad_norm_, which works in place
and divides by norm + 10⁻⁶.

Examples
--------
√(3² + 0² + 4²) = 5 is twice the limit, so everything is halved:

>>> clip_grad_norm([np.array([3.0]), np.array([0.0, 4.0])], 2.5)
([array([1.5]), array([0., 2.])], 5.0)
"""

import numpy as np


def clip_grad_norm(grads, max_norm):
    raise NotImplementedError("clip_grad_norm")
