# cnnquiz: conv2d_backward
import numpy as np


def conv2d_backward(dout, x, w, stride=1, padding=0):
    dtype = x.dtype
    dout, x, w = (a.astype(np.float32) for a in (dout, x, w))
    height, width = x.shape[2:]
    k_h, k_w = w.shape[2:]
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dpadded, dw = np.zeros_like(padded), np.zeros_like(w)
    for i in range(dout.shape[2]):
        for j in range(dout.shape[3]):
            rows = slice(i * stride, i * stride + k_h)
            columns = slice(j * stride, j * stride + k_w)
            g = dout[:, :, i, j]
            dw += np.tensordot(g, padded[:, :, rows, columns], axes=(0, 0))
            dpadded[:, :, rows, columns] += np.tensordot(g, w, axes=(1, 0))
    dx = dpadded[:, :, padding : padding + height, padding : padding + width]
    db = dout.sum(axis=(0, 2, 3))
    return dx.astype(dtype), dw.astype(dtype), db.astype(dtype)
