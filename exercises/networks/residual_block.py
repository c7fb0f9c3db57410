# cnnquiz: residual_block
"""Run a residual block forward: two convolutions, and a shortcut around them.

Write `residual_block(x, w1, b1, w2, b2, w_shortcut=None, stride=1)`. The block is

    branch:   conv 3×3 with the stride → ReLU → conv 3×3
    shortcut: x itself, or a 1×1 convolution of x with the same stride
    output:   ReLU(branch + shortcut)

Parameters
----------
x : ndarray of shape (N, C_in, H, W), float32 or float64
    The images; H and W need not be equal or divisible by the stride.
w1 : ndarray of shape (C_out, C_in, 3, 3), and b1 of shape (C_out,)
    The first convolution, with padding 1 and the stride.
w2 : ndarray of shape (C_out, C_out, 3, 3), and b2 of shape (C_out,)
    The second convolution, with padding 1 and stride 1.
w_shortcut : ndarray of shape (C_out, C_in, 1, 1), optional
    The shortcut's kernels: no bias, no padding, the stride of the block. None means
    that x itself is added; then C_out = C_in and the stride is 1.
stride : int
    How far the windows of the first convolution and of the shortcut move, in both
    directions.

Returns
-------
ndarray of shape (N, C_out, ⌊(H − 1) / stride⌋ + 1, ⌊(W − 1) / stride⌋ + 1)
    In the dtype of x.

Notes
-----
All arrays have one dtype. Convolutions are cross-correlations: no kernel is flipped.
The last ReLU comes after the sum, and there is none on the shortcut. No argument is
changed.

You may import NumPy, SciPy and the standard library. The file stands alone: write the
layers into it. Speed is not the point: up to 10,000 times the engine's time passes.

Source: He, Zhang, Ren and Sun, "Deep residual learning for image recognition", 2016,
figure 2 and section 3.3 (here without batch normalization); torchvision's BasicBlock.

Examples
--------
The centre taps of 1 and −2 make the branch −2·ReLU(x); added to x, what was positive
becomes −x and is cut off, and what was negative stays so.

>>> w1, w2 = np.zeros((1, 1, 3, 3)), np.zeros((1, 1, 3, 3))
>>> w1[0, 0, 1, 1], w2[0, 0, 1, 1] = 1.0, -2.0
>>> x = np.array([[[[-3.0, 2.0, 5.0]]]])
>>> residual_block(x, w1, np.zeros(1), w2, np.zeros(1))
array([[[[0., 0., 0.]]]])
>>> residual_block(x, w1, np.zeros(1), w2, np.array([4.0]))
array([[[[1., 2., 0.]]]])
"""

import numpy as np


def residual_block(x, w1, b1, w2, b2, w_shortcut=None, stride=1):
    raise NotImplementedError("residual_block")
