# cnnquiz: dropout
"""Drop activations at random while training, and leave them alone otherwise.

Write `dropout(x, p, rng, training=True)`: inverted dropout.

Parameters
----------
x : ndarray of any shape, float32 or float64
    Activations; the first axis is the batch.
p : float
    The probability to **drop** each element, 0 ≤ p < 1.
rng : numpy.random.Generator
    All randomness comes from here, never from NumPy's global state. How many numbers
    you draw, and in which order, is up to you.
training : bool
    In evaluation (False) nothing is dropped.

Returns
-------
y : ndarray of the shape and dtype of x
    x · mask.
mask : ndarray of the shape and dtype of x
    The multiplier that was applied: 0 where an element was dropped and 1/(1 − p) where
    it was kept; all ones in evaluation. The backward pass multiplies by it too.

Notes
-----
Each element of each sample is dropped independently. Dividing by 1 − p while training
keeps the expected value, so that evaluation needs no scaling. No argument is changed.

You may import NumPy, SciPy and the standard library. Speed is not the point: up to
2,000 times the engine's time passes.

Source: Srivastava, Hinton, Krizhevsky, Sutskever and Salakhutdinov, "Dropout: a simple
way to prevent neural networks from overfitting", JMLR 15 (2014), section 10 (the
inverted form); torch.nn.functional.dropout.

Examples
--------
>>> y, mask = dropout(np.ones((2, 3)), 0.0, np.random.default_rng(0))
>>> y
array([[1., 1., 1.],
       [1., 1., 1.]])
>>> y, mask = dropout(np.array([4.0, 6.0]), 0.5, np.random.default_rng(0), training=False)
>>> y, mask
(array([4., 6.]), array([1., 1.]))
"""

import numpy as np


def dropout(x, p, rng, training=True):
    raise NotImplementedError("dropout")
