# cnnquiz: cnn_loss_and_gradients
"""Forward with what the way back needs, then the same layers in reverse.

Each layer has a backward function beside it that takes the gradient of its output and
returns the gradient of its input (and of its parameters).
"""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def windows3x3(x):
    padded = np.pad(x, ((0, 0), (0, 0), (1, 1), (1, 1)))
    return sliding_window_view(padded, (3, 3), axis=(2, 3))  # (N, C, H, W, 3, 3)


def conv(x, w, b):
    y = np.tensordot(windows3x3(x), w, axes=([1, 4, 5], [1, 2, 3]))
    return np.moveaxis(y, -1, 1) + b[:, None, None]


def conv_backward(dout, x, w):
    dw = np.tensordot(dout, windows3x3(x), axes=([0, 2, 3], [0, 2, 3]))
    # dx is a convolution of dout: channels swapped, kernel turned by 180 degrees.
    turned = w[:, :, ::-1, ::-1].swapaxes(0, 1)
    dx = conv(dout, turned, np.zeros(len(turned), dtype=dout.dtype))
    return dx, dw, dout.sum(axis=(0, 2, 3))


def pool(x):
    """Return the maxima, and which of its four cells each window took."""
    n, c, height, width = x.shape
    rows, columns = height // 2, width // 2
    whole = x[:, :, : rows * 2, : columns * 2].reshape(n, c, rows, 2, columns, 2)
    cells = whole.swapaxes(3, 4).reshape(n, c, rows, columns, 4)
    return cells.max(axis=-1), cells.argmax(axis=-1)


def pool_backward(dout, winners, shape):
    n, c, rows, columns = dout.shape
    cells = np.where(winners[..., None] == np.arange(4), dout[..., None], 0)
    whole = cells.reshape(n, c, rows, columns, 2, 2).swapaxes(3, 4)
    dx = np.zeros(shape, dtype=dout.dtype)
    dx[:, :, : rows * 2, : columns * 2] = whole.reshape(n, c, rows * 2, columns * 2)
    return dx


def cross_entropy(logits, labels):
    shifted = logits - logits.max(axis=1, keepdims=True)
    log_sums = np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    log_probabilities = shifted - log_sums
    rows = np.arange(len(labels))
    dlogits = np.exp(log_probabilities)
    dlogits[rows, labels] -= 1
    return -log_probabilities[rows, labels].mean(), dlogits / len(labels)


def cnn_loss_and_gradients(params, x, labels):
    c1 = conv(x, params["w1"], params["b1"])
    p1, winners1 = pool(np.maximum(c1, 0))
    c2 = conv(p1, params["w2"], params["b2"])
    p2, winners2 = pool(np.maximum(c2, 0))
    flat = p2.reshape(len(x), -1)
    logits = flat @ params["w3"].T + params["b3"]
    loss, dlogits = cross_entropy(logits, labels)

    grads = {"w3": dlogits.T @ flat, "b3": dlogits.sum(axis=0)}
    dp2 = (dlogits @ params["w3"]).reshape(p2.shape)
    dc2 = pool_backward(dp2, winners2, c2.shape) * (c2 > 0)
    dp1, grads["w2"], grads["b2"] = conv_backward(dc2, p1, params["w2"])
    dc1 = pool_backward(dp1, winners1, c1.shape) * (c1 > 0)
    _, grads["w1"], grads["b1"] = conv_backward(dc1, x, params["w1"])
    return loss, grads
