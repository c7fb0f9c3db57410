# cnnquiz: label_smoothing_loss
"""Take the cross-entropy against targets that leave some weight to every class.

Write `label_smoothing_loss(logits, labels, smoothing)`.

Parameters
----------
logits : ndarray of shape (N, C), float32 or float64
    Scores, not probabilities: finite, as large as ±10,000. N ≥ 1.
labels : ndarray of shape (N,), int64
    The right classes, from 0 to C − 1.
smoothing : float
    The share ε of the weight, from 0 to 1, that is spread evenly over all C classes.

Returns
-------
float
    A Python float, a NumPy scalar or a 0-d array: the mean over the N samples, in nats.

Notes
-----
L = −(1/N) Σ_n Σ_c t[n, c] · log softmax(logits[n])[c], with the targets
t = (1 − ε) · one_hot(labels) + ε/C. The right class is one of the C, so it gets
1 − ε + ε/C. No argument is changed.

You may import NumPy, SciPy and the standard library. Speed is not the point: up to
1,000 times the engine's time passes.

Source: Szegedy et al., "Rethinking the Inception architecture for computer vision",
CVPR 2016, section 7; torch.nn.functional.cross_entropy, label_smoothing.

Examples
--------
>>> label_smoothing_loss(np.array([[1000.0, 0.0]]), np.array([0]), 0.5).item()
250.0
"""

import numpy as np


def label_smoothing_loss(logits, labels, smoothing):
    raise NotImplementedError("label_smoothing_loss")
