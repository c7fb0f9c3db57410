# cnnquiz: cross_entropy_backward
"""Compute the gradient of the mean cross-entropy with respect to the logits.

Write `cross_entropy_backward(logits, labels)`.

Parameters
----------
logits : ndarray of shape (N, C), float32 or float64
    Scores, not probabilities: finite, as large as ±10,000. N ≥ 1.
labels : ndarray of shape (N,), int64
    The right classes, from 0 to C − 1.

Returns
-------
ndarray of the shape and dtype of logits
    The gradient of cross_entropy(logits, labels), which is a mean over the batch.

Notes
-----
∂L/∂logits = (softmax(logits) − one_hot(labels)) / N. Each row sums to 0. No argument is
changed.

You may import NumPy, SciPy and the standard library. Speed is not the point: up to
1,000 times the engine's time passes.

Source: Goodfellow, Bengio and Courville, *Deep Learning* (2016), section 6.2.2.3;
torch.nn.functional.cross_entropy.

Examples
--------
>>> logits = np.array([[0.0, 0.0], [1000.0, 0.0]])
>>> cross_entropy_backward(logits, np.array([0, 1]))
array([[-0.25,  0.25],
       [ 0.5 , -0.5 ]])
"""

import numpy as np


def cross_entropy_backward(logits, labels):
    raise NotImplementedError("cross_entropy_backward")
