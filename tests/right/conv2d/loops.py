# cnnquiz: conv2d
import numpy as np


def conv2d(x, w, b=None, stride=1, padding=0):
    n, c_in, height, width = x.shape
    c_out, _, k_h, k_w = w.shape
    out_h = (height + 2 * padding - k_h) // stride + 1
    out_w = (width + 2 * padding - k_w) // stride + 1
    padded = np.zeros((n, c_in, height + 2 * padding, width + 2 * padding), x.dtype)
    padded[:, :, padding : padding + height, padding : padding + width] = x
    y = np.zeros((n, c_out, out_h, out_w), dtype=w.dtype)
    for m in range(n):
        for o in range(c_out):
            for i in range(out_h):
                for j in range(out_w):
                    total = 0.0 if b is None else b[o]
                    for c in range(c_in):
                        for u in range(k_h):
                            for v in range(k_w):
                                cell = padded[m, c, i * stride + u, j * stride + v]
                                total += w[o, c, u, v] * cell
                    y[m, o, i, j] = total
    return y
