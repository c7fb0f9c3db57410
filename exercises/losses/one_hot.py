# cnnquiz: one_hot
"""Write labels as rows of zeros with a single one.

Write `one_hot(labels, num_classes)`.

Parameters
----------
labels : ndarray of one or more axes, int64
    Classes from 0 to num_classes − 1. Not every class need occur.
num_classes : int
    How many classes the task has.

Returns
-------
ndarray of shape labels.shape + (num_classes,), float64
    A new axis at the end holds the row of each label.

Notes
-----
y[..., k] = 1 where labels[...] = k, else 0. No argument is changed.

You may import NumPy, SciPy and the standard library. Speed is not the point: up to
500 times the engine's time passes.

Source: Goodfellow, Bengio and Courville, *Deep Learning* (2016), section 15.4;
torch.nn.functional.one_hot, which returns integers.

Examples
--------
>>> one_hot(np.array([2, 0]), 4)
array([[0., 0., 1., 0.],
       [1., 0., 0., 0.]])
"""

import numpy as np


def one_hot(labels, num_classes):
    raise NotImplementedError("one_hot")
