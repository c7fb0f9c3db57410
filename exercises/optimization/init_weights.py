# cnnquiz: init_weights
"""Draw first weights at a scale that lets signals pass through many layers.

Write `init_weights(shape, kind, rng)`: the initializations of He and of Glorot.

Parameters
----------
shape : tuple of int
    (out, in) for a fully connected layer, (C_out, C_in, kH, kW) for a convolution. All
    are at least 1, and a kernel need not be square.
kind : str
    "he" for layers that a ReLU follows, "glorot" for others.
rng : numpy.random.Generator
    All randomness comes from here, never from NumPy's global state. How many numbers
    you draw, and in which order, is up to you.

Returns
-------
ndarray of the given shape, float64
    Each weight drawn for itself from a normal distribution about 0. It is not
    truncated: among ten thousand weights, some are beyond three standard deviations.

Notes
-----
The standard deviation is √(2 / fan_in) for "he" and √(2 / (fan_in + fan_out)) for
"glorot". fan_in = C_in · kH · kW is how many inputs an output sums, and
fan_out = C_out · kH · kW how many outputs an input reaches; for a fully connected layer
they are `in` and `out`.

You may import NumPy, SciPy and the standard library. Speed is not the point: up to
1,000 times the engine's time passes.

Source: He, Zhang, Ren and Sun, "Delving deep into rectifiers", ICCV 2015; Glorot and
Bengio, "Understanding the difficulty of training deep feedforward neural networks",
AISTATS 2010.

Examples
--------
Each output sums 8 · 5 · 5 = 200 inputs, and √(2/200) = 0.1:

>>> w = init_weights((50, 8, 5, 5), "he", np.random.default_rng(0))
>>> w.shape, round(float(w.std()), 2)
((50, 8, 5, 5), 0.1)
"""

import numpy as np


def init_weights(shape, kind, rng):
    raise NotImplementedError("init_weights")
