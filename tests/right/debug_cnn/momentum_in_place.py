# cnnquiz: debug_cnn
"""Momentum, Glorot-uniform weights, arrays changed in place, indices per batch."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

CLASSES, BATCH, EPOCHS, RATE = 10, 32, 12, 0.03


def initial(rng):
    """Draw He-normal weights; the biases begin at zero."""

    def weights(*shape):
        fan_in, fan_out = np.prod(shape[1:]), np.prod(shape) / shape[1]
        return rng.uniform(-1, 1, shape) * np.sqrt(6 / (fan_in + fan_out))

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
    turned = w[:, :, ::-1, ::-1].swapaxes(0, 1)
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
    logits = flat @ params["w3"].T + params["b3"]
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
    velocity = {name: 0 * value for name, value in params.items()}
    losses = []
    for _ in range(EPOCHS):
        order = np.arange(len(x))
        rng.shuffle(order)
        for batch in np.split(order, range(BATCH, len(x), BATCH)):
            logits, seen = forward(params, x[batch])
            loss, dlogits = cross_entropy(logits, y[batch])
            losses.append(loss)
            for name, grad in backward(params, seen, dlogits).items():
                velocity[name] = 0.9 * velocity[name] + grad
                params[name] -= RATE * velocity[name]
    return params, losses
