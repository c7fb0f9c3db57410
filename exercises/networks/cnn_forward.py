# cnnquiz: cnn_forward
"""Run a small CNN forward: images in, class scores out.

Write `cnn_forward(params, x)`. The network is

    conv 3×3, padding 1 → ReLU → max pool 2×2
    conv 3×3, padding 1 → ReLU → max pool 2×2
    flatten → linear

Parameters
----------
params : dict of ndarray, float32 or float64
    w1 : (C₁, C, 3, 3) and b1 : (C₁,), the first convolution
    w2 : (C₂, C₁, 3, 3) and b2 : (C₂,), the second convolution
    w3 : (K, C₂·⌊H/4⌋·⌊W/4⌋) and b3 : (K,), the linear layer
x : ndarray of shape (N, C, H, W), the dtype of params
    The images; H and W are at least 4, and need not be equal or divisible by 4.

Returns
-------
ndarray of shape (N, K)
    The logits, one row an image, in the dtype of x: scores of any size and sign, not
    probabilities. Softmax belongs to the loss.

Notes
-----
Convolutions are cross-correlations with stride 1: no kernel is flipped. Pooling has
stride 2 and drops an odd last row or column. Flatten is row-major over (channel, row,
column), as reshape(N, -1) does it. The linear layer is y = x w3ᵀ + b3. No argument is
changed.

You may import NumPy, SciPy and the standard library. The file stands alone: write the
layers into it. Speed is not the point: up to 5,000 times the engine's time passes.

Source: LeCun, Bottou, Bengio and Haffner, "Gradient-based learning applied to document
recognition", 1998 (LeNet-5, with ReLU and maxima for its sigmoids and averages).

Examples
--------
Centre taps of 1 and 2 pass the image through, doubled; pooling keeps the largest pixel
of its 4×4 cells; w3 makes two scores of it.

>>> w1, w2 = np.zeros((1, 1, 3, 3)), np.zeros((1, 1, 3, 3))
>>> w1[0, 0, 1, 1], w2[0, 0, 1, 1] = 1.0, 2.0
>>> params = {"w1": w1, "b1": np.array([0.0]), "w2": w2, "b2": np.array([1.0]),
...           "w3": np.array([[1.0], [-1.0]]), "b3": np.array([0.5, 0.0])}
>>> x = np.arange(-8.0, 8.0).reshape(1, 1, 4, 4)
>>> cnn_forward(params, x)
array([[ 15.5, -15. ]])
"""

import numpy as np


def cnn_forward(params, x):
    raise NotImplementedError("cnn_forward")
