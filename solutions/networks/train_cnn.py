# cnnquiz: train_cnn
"""A small CNN in NumPy: two valid 3×3 convolutions with pooling, and one linear layer.

Shapes: (N, 1, 14, 14) → 10 maps of 12×12 → pooled 6×6 → 20 maps of 4×4 → pooled 2×2 →
80 numbers → 10 logits: 2,730 parameters. SGD with momentum, batches of 32, and a rate
that falls to zero along a cosine, so that the last steps settle.
"""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

BATCH, EPOCHS, RATE, MOMENTUM = 32, 12, 0.04, 0.9


def columns(x):
    """Return the 3×3 windows of each image as the columns of a matrix."""
    windows = sliding_window_view(x, (3, 3), axis=(2, 3))
    n, c, rows, cols = windows.shape[:4]
    return windows.transpose(0, 1, 4, 5, 2, 3).reshape(n, c * 9, rows * cols)


def convolve(cols, w, b, size):
    """Multiply each window by each filter."""
    y = w.reshape(len(w), -1) @ cols + b[:, None]
    return y.reshape(len(cols), len(w), size, size)


def pool(x):
    """Return the maxima of 2×2 windows, and where in its window each one is."""
    n, c, size, _ = x.shape
    cells = x.reshape(n, c, size // 2, 2, size // 2, 2).swapaxes(3, 4)
    cells = cells.reshape(n, c, size // 2, size // 2, 4)
    return cells.max(axis=-1), cells.argmax(axis=-1)


def unpool(dout, winners):
    """Send each window's gradient to its maximum."""
    n, c, size, _ = dout.shape
    cells = (winners[..., None] == np.arange(4)) * dout[..., None]
    cells = cells.reshape(n, c, size, size, 2, 2).swapaxes(3, 4)
    return cells.reshape(n, c, 2 * size, 2 * size)


def forward(params, x):
    """Return the logits, and what the way back needs."""
    cols1 = columns(x)
    p1, winners1 = pool(convolve(cols1, params["w1"], params["b1"], 12))
    r1 = np.maximum(p1, 0)  # ReLU after pooling: the same, on a quarter of the cells
    cols2 = columns(r1)
    p2, winners2 = pool(convolve(cols2, params["w2"], params["b2"], 4))
    flat = np.maximum(p2, 0).reshape(len(x), -1)
    logits = flat @ params["w3"].T + params["b3"]
    return logits, (cols1, winners1, r1, cols2, winners2, flat)


def gradients(params, x, y):
    """Return the gradient of the mean cross-entropy for every parameter."""
    logits, (cols1, winners1, r1, cols2, winners2, flat) = forward(params, x)
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    dlogits = powers / powers.sum(axis=1, keepdims=True)
    dlogits[np.arange(len(y)), y] -= 1
    dlogits /= len(y)

    grads = {"w3": dlogits.T @ flat, "b3": dlogits.sum(axis=0)}
    dflat = (dlogits @ params["w3"]) * (flat > 0)
    dc2 = unpool(dflat.reshape(len(x), -1, 2, 2), winners2)
    grads["w2"], grads["b2"] = filter_gradients(dc2, cols2, params["w2"].shape)
    # The gradient of a valid convolution's input is a full convolution with the filters
    # turned by 180 degrees and their channels swapped.
    turned = params["w2"][:, :, ::-1, ::-1].swapaxes(0, 1)
    padded = np.pad(dc2, ((0, 0), (0, 0), (2, 2), (2, 2)))
    no_bias = np.zeros(len(turned), dtype=x.dtype)
    dr1 = convolve(columns(padded), turned, no_bias, 6) * (r1 > 0)
    dc1 = unpool(dr1, winners1)
    grads["w1"], grads["b1"] = filter_gradients(dc1, cols1, params["w1"].shape)
    return grads


def filter_gradients(dout, cols, shape):
    rows = dout.reshape(*dout.shape[:2], -1)
    dw = np.tensordot(rows, cols, axes=([0, 2], [0, 2])).reshape(shape)
    return dw, rows.sum(axis=(0, 2))


def initial(rng):
    """Draw He-normal weights; the biases begin at zero."""

    def he(*shape):
        fan_in = np.prod(shape[1:])
        return (rng.standard_normal(shape) * np.sqrt(2 / fan_in)).astype(np.float32)

    def zeros(n):
        return np.zeros(n, dtype=np.float32)

    return {
        "w1": he(10, 1, 3, 3), "b1": zeros(10),
        "w2": he(20, 10, 3, 3), "b2": zeros(20),
        "w3": he(10, 80), "b3": zeros(10),
    }  # fmt: skip


def train_cnn(x, y, rng):
    params = initial(rng)
    velocity = {name: np.zeros_like(value) for name, value in params.items()}
    steps = EPOCHS * (len(x) // BATCH)
    step = 0
    for _ in range(EPOCHS):
        order = rng.permutation(len(x))
        for start in range(0, len(x) - BATCH + 1, BATCH):
            batch = order[start : start + BATCH]
            rate = np.float32(RATE * 0.5 * (1 + np.cos(np.pi * step / steps)))
            for name, grad in gradients(params, x[batch], y[batch]).items():
                velocity[name] = np.float32(MOMENTUM) * velocity[name] + grad
                params[name] = params[name] - rate * velocity[name]
            step += 1
    return params


def predict(params, x):
    logits, _ = forward(params, x)
    return logits.argmax(axis=1)
