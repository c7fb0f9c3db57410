# cnnquiz: minibatches
"""Go once through the data in random order, one batch at a time.

Write the generator `minibatches(x, y, batch_size, rng)`, for one epoch.

Parameters
----------
x : ndarray of shape (N, ...), float32 or float64
    The samples; N is at least 1.
y : ndarray of shape (N, ...), integers or of the dtype of x
    What belongs to them: y[i] to x[i].
batch_size : int
    At least 1; it may be larger than N.
rng : numpy.random.Generator
    All randomness comes from here, never from NumPy's global state. How many numbers
    you draw, and in which order, is up to you.

Yields
------
x, y : ndarrays of shape (batch_size, ...), each with the dtype of its argument
    The rows of a batch. The last batch holds what is left, and may be smaller; no batch
    is empty.

Returns
-------
A generator ends after ⌈N / batch_size⌉ batches. (A list of the pairs passes, too.)

Notes
-----
Each sample occurs exactly once, with its own y. The order is random for all of them: any
two samples may meet in a batch. The batches are collected before they are looked at, so
each must be an array of its own. No argument is changed.

You may import NumPy, SciPy and the standard library. Speed is not the point: up to
500 times the engine's time passes.

Source: Goodfellow, Bengio and Courville, *Deep Learning* (2016), section 8.1.3, on
minibatches; Bottou, "Stochastic gradient descent tricks" (2012), section 4.2, on
shuffling.

Examples
--------
>>> x = np.array([1.0, 2.0, 3.0, 4.0, 5.0])
>>> batches = list(minibatches(x, 10 * x, 2, np.random.default_rng(0)))
>>> [len(batch_x) for batch_x, batch_y in batches]
[2, 2, 1]
>>> [bool(np.all(batch_y == 10 * batch_x)) for batch_x, batch_y in batches]
[True, True, True]
>>> sorted(np.concatenate([batch_x for batch_x, batch_y in batches]).tolist())
[1.0, 2.0, 3.0, 4.0, 5.0]
"""

import numpy as np


def minibatches(x, y, batch_size, rng):
    raise NotImplementedError("minibatches")
