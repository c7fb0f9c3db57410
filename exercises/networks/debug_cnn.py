# cnnquiz: debug_cnn seed=0
"""Find the four bugs in a training script that runs and does not learn.

The file holds `debug_cnn(x, y, rng)`, which trains a small CNN, and the functions that
it calls. Four bugs are planted in it. Mend them, in any way: what counts is what the
function does, not which lines you changed.

Parameters
----------
x : ndarray of shape (N, 1, 8, 8), float64
    The training images, as the network gets them: pixels are scaled already. They may
    come sorted by label.
y : ndarray of shape (N,), int64
    Their labels, 0 to 9.
rng : numpy.random.Generator
    All randomness comes from here.

Returns
-------
params : dict of ndarrays, float64 or float32
    After training: w1 (4, 1, 3, 3) and b1 (4,), w2 (8, 4, 3, 3) and b2 (8,), the two
    convolutions; w3 (10, 32) and b3 (10,), the linear layer.
losses : list of float
    The mean cross-entropy of each step's batch, before its update, in order.

Notes
-----
What the script is meant to do: the network is that of cnn_forward (twice convolution
3×3 with padding 1, ReLU, max pooling 2×2; then flatten and linear). Weights begin at
random, biases at zero. An epoch goes through all images once, in a new random order, in
batches of 32; the last one holds what is left. There are 12 epochs, so 12·⌈N/32⌉ steps.
Each step is gradient descent on the mean cross-entropy of its batch, with momentum or
without, and nothing else (no weight decay, no clipping). The rate is yours to choose,
below 1. The slope of ReLU at 0 is 0; tied maxima send the gradient to the first.

After 12 epochs on 480 digits, half of 500 others must be read right; the mended script
reads 85 to 92 %. A call may take 2 s of processor time, all calls together 15 s. No
argument is changed. `cnnquiz start debug_cnn --seed N` writes a script with other bugs.

You may import NumPy, SciPy and the standard library.

Source: the idea of a debugging round from reported interviews; Karpathy, "A Recipe for
Training Neural Networks", 2019. The digits are those of train_cnn.

Examples
--------
On one black image nothing is known at first (the loss is log 10); then b3 learns its
class.

>>> x, y = np.zeros((1, 1, 8, 8)), np.array([3])
>>> params, losses = debug_cnn(x, y, np.random.default_rng(0))
>>> len(losses), round(losses[0], 3)
(12, 2.303)
>>> int(params["b3"].argmax())
3
"""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

CLASSES, BATCH, EPOCHS, RATE = 10, 32, 12, 0.2


def initial(rng):
    """Draw He-normal weights; the biases begin at zero."""

    def weights(*shape):
        return rng.normal(size=shape) * np.sqrt(2 / np.prod(shape[1:]))

    return {
        "w1": weights(4, 1, 3, 3), "b1": np.zeros(4),
        "w2": weights(8, 4, 3, 3), "b2": np.zeros(8),
        "w3": weights(CLASSES, 32), "b3": np.zeros(CLASSES),
    }  # fmt: skip


def windows3x3(x):
    padded = np.pad(x, ((0, 0), (0, 0), (1, 1), (1, 1)))
    return sliding_window_view(padded, (3, 3), axis=(2, 3))  # (N, C, H, W, 3, 3)


def conv(x, w, b):
    y = np.tensordot(windows3x3(x), w, axes=([1, 4, 5], [1, 2, 3]))
    return np.moveaxis(y, -1, 1) + b[:, None, None]


def conv_backward(dout, x, w):
    """Return the gradients of the input, the kernels and the biases."""
    turned = w.swapaxes(0, 1)
    dx = conv(dout, turned, np.zeros(len(turned)))
    dw = np.tensordot(dout, windows3x3(x), axes=([0, 2, 3], [0, 2, 3]))
    db = dout.sum(axis=(0, 2, 3))
    return dx, dw, db


def pool(x):
    """Return the maxima of 2×2 windows, and where in its window each one is."""
    n, c, height, width = x.shape
    cells = x.reshape(n, c, height // 2, 2, width // 2, 2).swapaxes(3, 4)
    cells = cells.reshape(n, c, height // 2, width // 2, 4)
    return cells.max(axis=-1), cells.argmax(axis=-1)


def pool_backward(dout, winners):
    n, c, rows, columns = dout.shape
    cells = dout[..., None] * (winners[..., None] == np.arange(4))
    cells = cells.reshape(n, c, rows, columns, 2, 2).swapaxes(3, 4)
    return cells.reshape(n, c, 2 * rows, 2 * columns)


def softmax(logits):
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def forward(params, x):
    """Return the logits, and what the way back needs."""
    c1 = conv(x, params["w1"], params["b1"])
    p1, winners1 = pool(np.maximum(c1, 0))
    c2 = conv(p1, params["w2"], params["b2"])
    p2, winners2 = pool(np.maximum(c2, 0))
    flat = p2.reshape(len(x), -1)
    logits = softmax(flat @ params["w3"].T + params["b3"])
    return logits, (x, c1, winners1, p1, c2, winners2, p2, flat)


def backward(params, seen, dlogits):
    """Return the gradient of every parameter."""
    x, c1, winners1, p1, c2, winners2, p2, flat = seen
    dw3, db3 = dlogits.T @ flat, dlogits.sum(axis=0)
    dp2 = (dlogits @ params["w3"]).reshape(p2.shape)
    dc2 = pool_backward(dp2, winners2) * (c2 > 0)
    dp1, dw2, db2 = conv_backward(dc2, p1, params["w2"])
    dc1 = pool_backward(dp1, winners1) * (c1 > 0)
    _, dw1, db1 = conv_backward(dc1, x, params["w1"])
    return {"w1": dw1, "b1": db1, "w2": dw2, "b2": db2, "w3": dw3, "b3": db3}


def cross_entropy(logits, labels):
    """Return the mean loss of a batch, and its gradient at the logits."""
    probabilities = softmax(logits)
    targets = np.eye(CLASSES)[labels]
    loss = -np.log((probabilities * targets).sum(axis=1)).mean()
    return loss, (probabilities - targets) / len(labels)


def debug_cnn(x, y, rng):
    params = initial(rng)
    grads = {name: np.zeros_like(value) for name, value in params.items()}
    losses = []
    for _ in range(EPOCHS):
        order = rng.permutation(len(x))
        images, labels = x[order], rng.permutation(y)
        for start in range(0, len(x), BATCH):
            batch = slice(start, start + BATCH)
            logits, seen = forward(params, images[batch])
            loss, dlogits = cross_entropy(logits, labels[batch])
            losses.append(float(loss))

            for name, grad in backward(params, seen, dlogits).items():
                grads[name] += grad
            for name in params:
                params[name] = params[name] - RATE * grads[name]
    return params, losses
