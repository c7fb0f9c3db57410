# cnnquiz: relu
"""Rectify: keep what is positive, put zero in place of what is negative.

Write `relu(x)`, which returns max(x, 0) for each element of x.

Parameters
----------
x : ndarray of any shape, float32, float64 or integer
    The input. It is not changed.

Returns
-------
ndarray of the shape of x
    A new array. A floating input keeps its dtype; for integers, any dtype that holds
    the values.

Notes
-----
relu(x) = max(x, 0), element by element. relu(0) = 0.

You may import NumPy, SciPy and the standard library. Speed is not the point: up to
3,000 times the engine's time passes.

Source: Nair and Hinton, "Rectified linear units improve restricted Boltzmann
machines", ICML 2010; torch.nn.functional.relu.

Examples
--------
>>> relu(np.array([-2.0, -0.5, 0.0, 1.5]))
array([0. , 0. , 0. , 1.5])
"""

import numpy as np


def relu(x):
    raise NotImplementedError("relu")
