# cnnquiz: cross_entropy
"""Measure how surprised a classifier is by the right labels.

Write `cross_entropy(logits, labels)`: the mean over the batch of the negative
logarithm of the probability that softmax gives to the right class.

Parameters
----------
logits : ndarray of shape (N, C), float32, float64 or integer
    Scores, not probabilities: finite, as large as ±10,000. N ≥ 1.
labels : ndarray of shape (N,), int64
    The right classes, from 0 to C − 1.

Returns
-------
float
    A Python float, a NumPy scalar or a 0-d array. In nats: the logarithm is natural.

Notes
-----
L = −(1/N) Σ_n log softmax(logits[n])[labels[n]]
  = (1/N) Σ_n (log Σ_c exp(logits[n, c]) − logits[n, labels[n]])

The second form, with the maximum pulled out of the logarithm, never takes the logarithm
of zero. No argument is changed.

You may import NumPy, SciPy and the standard library. Speed is not the point: up to
500 times the engine's time passes.

Source: Goodfellow, Bengio and Courville, *Deep Learning* (2016), section 6.2.2.3;
torch.nn.functional.cross_entropy.

Examples
--------
>>> logits = np.array([[0.0, 0.0], [1000.0, 0.0]])
>>> round(float(cross_entropy(logits, np.array([1, 0]))), 4)
0.3466
"""

import numpy as np


def cross_entropy(logits, labels):
    raise NotImplementedError("cross_entropy")
