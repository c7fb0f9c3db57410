# cnnquiz: random_flip_crop
"""Augment a batch: flip half of the images, and crop each at random.

Write `random_flip_crop(x, padding, rng)`.

Parameters
----------
x : ndarray of shape (N, C, H, W), float32 or float64
    The images.
padding : int
    How far an image may move in each direction, 0 or more.
rng : numpy.random.Generator
    All randomness comes from here, never from NumPy's global state. How many numbers
    you draw, and in which order, is up to you.

Returns
-------
ndarray of the shape and dtype of x
    A new array.

Notes
-----
Each image is padded with `padding` rows and columns of zeros on all four sides, and a
window of H × W is cut out whose top left corner is drawn evenly from the
(2·padding + 1)² places where it fits. With probability ½ it is flipped left to right
(columns reversed). Every image has draws of its own; all channels of an image move
together. No argument is changed.

You may import NumPy, SciPy and the standard library. Speed is not the point: up to
2,000 times the engine's time passes.

Source: He, Zhang, Ren and Sun, "Deep residual learning for image recognition" (2016),
section 4.2.

Examples
--------
>>> x = np.arange(4.0).reshape(1, 1, 2, 2)
>>> y = random_flip_crop(x, 0, np.random.default_rng(0))
>>> bool(np.array_equal(y, x) or np.array_equal(y, x[..., ::-1]))
True
"""

import numpy as np


def random_flip_crop(x, padding, rng):
    raise NotImplementedError("random_flip_crop")
