# cnnquiz: cnn_loss_and_gradients
import numpy as np


def conv(x, w, b):
    height, width = x.shape[2:]
    padded = np.pad(x, ((0, 0), (0, 0), (1, 1), (1, 1)))
    y = np.zeros((len(x), len(w), height, width), dtype=x.dtype) + b[:, None, None]
    for u in range(3):
        for v in range(3):
            cells = padded[:, :, u : u + height, v : v + width]
            y += np.tensordot(w[:, :, u, v], cells, axes=(1, 1)).swapaxes(0, 1)
    return y


def conv_backward(dout, x, w):
    height, width = x.shape[2:]
    padded = np.pad(x, ((0, 0), (0, 0), (1, 1), (1, 1)))
    dpadded, dw = np.zeros_like(padded), np.zeros_like(w)
    for u in range(3):
        for v in range(3):
            at = (..., slice(u, u + height), slice(v, v + width))
            dw[:, :, u, v] = np.tensordot(dout, padded[at], axes=((0, 2, 3),) * 2)
            dpadded[at] += np.tensordot(w[:, :, u, v], dout, axes=(0, 1)).swapaxes(0, 1)
    return dpadded[:, :, 1:-1, 1:-1], dw, dout.sum(axis=(0, 2, 3))


def pool(x):
    """Return the maxima, and a mask of the first of each block."""
    h, w = x.shape[2] // 2 * 2, x.shape[3] // 2 * 2
    cells = [x[:, :, u:h:2, v:w:2] for u in (0, 1) for v in (0, 1)]
    best = np.max(cells, axis=0)
    mask, taken = np.zeros_like(x), np.zeros(best.shape, dtype=bool)
    for index, cell in enumerate(cells):
        wins = (cell == best) & ~taken
        taken |= wins
        mask[:, :, index // 2 : h : 2, index % 2 : w : 2] = wins
    return best, mask


def widen(dout, shape):
    dx = np.zeros(shape, dtype=dout.dtype)
    big = np.kron(dout, np.ones((2, 2), dtype=dout.dtype))
    dx[:, :, : big.shape[2], : big.shape[3]] = big
    return dx


def cnn_loss_and_gradients(params, x, labels):
    """Work in single precision throughout."""
    p = {name: value.astype(np.float32) for name, value in params.items()}
    y = x.astype(np.float32)
    z1 = conv(y, p["w1"], p["b1"])
    p1, mask1 = pool(np.maximum(z1, 0))
    z2 = conv(p1, p["w2"], p["b2"])
    p2, mask2 = pool(np.maximum(z2, 0))
    flat = p2.reshape(len(x), -1)
    logits = flat @ p["w3"].T + p["b3"]
    shifted = logits - logits.max(axis=1, keepdims=True)
    sums = np.exp(shifted).sum(axis=1, keepdims=True)
    rows = np.arange(len(x))
    loss = float(np.mean(np.log(sums[:, 0]) - shifted[rows, labels]))
    dlogits = np.exp(shifted) / sums
    dlogits[rows, labels] -= 1
    dlogits /= len(x)
    dp2 = (dlogits @ p["w3"]).reshape(p2.shape)
    dz2 = widen(dp2, z2.shape) * mask2 * (z2 > 0)
    dp1, dw2, db2 = conv_backward(dz2, p1, p["w2"])
    dz1 = widen(dp1, z1.shape) * mask1 * (z1 > 0)
    _, dw1, db1 = conv_backward(dz1, y, p["w1"])
    grads = {"w1": dw1, "b1": db1, "w2": dw2, "b2": db2}
    grads |= {"w3": dlogits.T @ flat, "b3": dlogits.sum(axis=0)}
    return loss, {name: value.astype(x.dtype) for name, value in grads.items()}
