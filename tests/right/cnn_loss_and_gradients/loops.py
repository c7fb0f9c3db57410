# cnnquiz: cnn_loss_and_gradients
import math

import numpy as np


def conv(x, w, b):
    n_images, c_in, height, width = x.shape
    y = np.zeros((n_images, len(w), height, width), dtype=x.dtype)
    for n, o, i, j in np.ndindex(y.shape):
        total = b[o]
        for c in range(c_in):
            for u in range(3):
                for v in range(3):
                    row, column = i + u - 1, j + v - 1
                    if 0 <= row < height and 0 <= column < width:
                        total += w[o, c, u, v] * x[n, c, row, column]
        y[n, o, i, j] = total
    return y


def conv_backward(dout, x, w):
    height, width = x.shape[2:]
    dx, dw, db = np.zeros_like(x), np.zeros_like(w), np.zeros_like(w[:, 0, 0, 0])
    for n, o, i, j in np.ndindex(dout.shape):
        g = dout[n, o, i, j]
        db[o] += g
        for c in range(x.shape[1]):
            for u in range(3):
                for v in range(3):
                    row, column = i + u - 1, j + v - 1
                    if 0 <= row < height and 0 <= column < width:
                        dx[n, c, row, column] += g * w[o, c, u, v]
                        dw[o, c, u, v] += g * x[n, c, row, column]
    return dx, dw, db


def pool(x):
    y = np.zeros((*x.shape[:2], x.shape[2] // 2, x.shape[3] // 2), dtype=x.dtype)
    for n, c, i, j in np.ndindex(y.shape):
        y[n, c, i, j] = x[n, c, 2 * i : 2 * i + 2, 2 * j : 2 * j + 2].max()
    return y


def pool_backward(dout, x):
    dx = np.zeros_like(x)
    for n, c, i, j in np.ndindex(dout.shape):
        u, v = divmod(x[n, c, 2 * i : 2 * i + 2, 2 * j : 2 * j + 2].argmax(), 2)
        dx[n, c, 2 * i + u, 2 * j + v] = dout[n, c, i, j]
    return dx


def cnn_loss_and_gradients(params, x, labels):
    w1, b1, w2, b2 = params["w1"], params["b1"], params["w2"], params["b2"]
    w3, b3 = params["w3"], params["b3"]
    z1 = conv(x, w1, b1)
    a1 = np.maximum(z1, 0)
    p1 = pool(a1)
    z2 = conv(p1, w2, b2)
    a2 = np.maximum(z2, 0)
    p2 = pool(a2)
    flat = p2.reshape(len(x), -1)

    loss, dflat = 0.0, np.zeros_like(flat)
    dw3, db3 = np.zeros_like(w3), np.zeros_like(b3)
    for n in range(len(x)):
        logits = [float(w3[k] @ flat[n] + b3[k]) for k in range(len(w3))]
        top = max(logits)
        weights = [math.exp(score - top) for score in logits]
        total = sum(weights)
        loss += (math.log(total) + top - logits[labels[n]]) / len(x)
        for k in range(len(w3)):
            dlogit = (weights[k] / total - (k == labels[n])) / len(x)
            db3[k] += dlogit
            dw3[k] += dlogit * flat[n]
            dflat[n] += dlogit * w3[k]

    dz2 = pool_backward(dflat.reshape(p2.shape), a2) * (z2 > 0)
    dp1, dw2, db2 = conv_backward(dz2, p1, w2)
    dz1 = pool_backward(dp1, a1) * (z1 > 0)
    _, dw1, db1 = conv_backward(dz1, x, w1)
    return loss, {"w1": dw1, "b1": db1, "w2": dw2, "b2": db2, "w3": dw3, "b3": db3}
