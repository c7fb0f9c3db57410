# cnnquiz: numerical_gradient
"""Estimate a gradient by trial: nudge each element and see what the function does.

Write `numerical_gradient(f, x, h=1e-5)`, by central differences.

Parameters
----------
f : callable
    Takes one float64 array of the shape of x and returns a number, f(x). It does not
    change the array.
x : ndarray of one or more axes, float64, float32 or integer
    Where to take the gradient. It holds the same values afterwards as before, to the
    last bit.
h : float
    How far each element is moved, up and down; positive.

Returns
-------
ndarray of the shape of x, float64
    A new array: at each place, how fast f grows with the element there.

Notes
-----
For the element i: (f(x + h·eᵢ) − f(x − h·eᵢ)) / 2h, where eᵢ is 1 at i and 0 elsewhere.
Only one element is moved at a time. h may be as large as 1/2, and then the error of the
formula shows: return what the formula gives, with h as it is. At a kink, such as that
of ReLU at 0, it gives a mean of two slopes.

Everything is computed in float64. An integer array cannot hold x + h, and float32 loses
most of it, so f sees float64 whatever the dtype of x.

You may import NumPy, SciPy and the standard library. Speed is not the point: up to 30
times the engine's time passes.

Source: Press et al., *Numerical Recipes*, 3rd edition (2007), section 5.7; Stanford
CS231n notes, "Neural Networks Part 3", on gradient checks.

Examples
--------
>>> numerical_gradient(lambda x: x[0] * x[1], np.array([3.0, 5.0])).round(6)
array([5., 3.])
"""

import numpy as np


def numerical_gradient(f, x, h=1e-5):
    raise NotImplementedError("numerical_gradient")
