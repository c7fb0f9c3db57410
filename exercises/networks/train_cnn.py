# cnnquiz: train_cnn
"""Train a CNN that reads a digit among clutter.

Write `train_cnn(x, y, rng)`, which trains a small network from scratch and returns its
parameters, and `predict(params, x)`, which reads images with them.

Each image shows one upright digit, 8×8 pixels, somewhere on a canvas of 14×14. Around it
lie a mirrored digit and scraps of others. The label is the upright digit's. Linear models
and fully connected networks fail here, wherever they crop; convolution does not.

Parameters
----------
x : ndarray of shape (N, 1, 14, 14), float32, in [0, 1]
    The training images; N is 17,244.
y : ndarray of shape (N,), int64
    Their labels, 0 to 9.
rng : numpy.random.Generator
    All randomness comes from here.

Returns
-------
train_cnn(x, y, rng) : dict of ndarrays
    The parameters: float32, finite, at most 3,000 values together.
predict(params, x) : ndarray of shape (M,), integer
    The labels of M images. It runs in a fresh process that has nothing but your file and
    the parameters.

Notes
-----
At least 84 % of 1,800 test images must be right; 91 % is a distinction. The test images
are made from digits that are in no training image. Training may take 60 s of processor
time on one core, and the whole verdict 300 s. The model solution needs 8 to 18 s.
Keep some images back and watch the loss on them: not every right network passes in too
few epochs or with a learning rate that does not suit it.

You may import NumPy, SciPy and the standard library.

Source of the digits: E. Alpaydin and C. Kaynak, "Optical Recognition of Handwritten
Digits" (1998), UCI Machine Learning Repository, DOI 10.24432/C50P49, CC BY 4.0. The
network is a small LeNet: LeCun, Bottou, Bengio and Haffner, 1998.

Source: LeCun, Bottou, Bengio and Haffner, "Gradient-based learning applied to document
recognition", 1998, section II.

Examples
--------
>>> params = {"w1": np.zeros((10, 1, 3, 3), np.float32)}
>>> sum(value.size for value in params.values()) <= 3_000
True
"""

import numpy as np


def train_cnn(x, y, rng):
    raise NotImplementedError("train_cnn")


def predict(params, x):
    raise NotImplementedError("train_cnn")
