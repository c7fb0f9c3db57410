# cnnquiz: grad_cam
"""Show where a network looked: Grad-CAM, from a layer's output and its gradient.

Write `grad_cam(activations, gradients)`.

Parameters
----------
activations : ndarray of shape (N, C, H, W), float32 or float64
    The output of a convolutional layer, one for each image of a batch.
gradients : ndarray of the shape and dtype of activations
    The gradient of the score of the class in question (before softmax) with respect to
    activations.

Returns
-------
ndarray of shape (N, H, W), the dtype of activations
    For each image a map from 0 to 1.

Notes
-----
A channel's weight is the mean of its gradient over all places of that image:

    weight[n, c] = mean over h, w of gradients[n, c, h, w]
    map[n, h, w] = ReLU(Σ_c weight[n, c] · activations[n, c, h, w])

ReLU comes after the sum: what counts against the class is not shown. Then each map is
divided by its own maximum. A map without a positive value stays all 0. No argument is
changed.

You may import NumPy, SciPy and the standard library. Speed is not the point: up to
1,000 times the engine's time passes.

Source: Selvaraju et al., "Grad-CAM: visual explanations from deep networks via
gradient-based localization", ICCV 2017, equations 1 and 2. The division by the maximum
is for display and not part of the paper.

Examples
--------
Channel 0 has weight (3 + 0 + 3)/3 = 2 and channel 1 has −1, so the sums are 8 − 0, 4 − 2
and 2 − 5.

>>> activations = np.array([[[[4.0, 2.0, 1.0]], [[0.0, 2.0, 5.0]]]])
>>> gradients = np.array([[[[3.0, 0.0, 3.0]], [[-1.0, -1.0, -1.0]]]])
>>> grad_cam(activations, gradients)
array([[[1.  , 0.25, 0.  ]]])
"""

import numpy as np


def grad_cam(activations, gradients):
    raise NotImplementedError("grad_cam")
