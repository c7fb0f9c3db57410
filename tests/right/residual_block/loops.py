# cnnquiz: residual_block
import numpy as np


def conv(x, w, b, stride, padding):
    n, c_in, height, width = x.shape
    c_out, _, k, _ = w.shape
    rows = (height + 2 * padding - k) // stride + 1
    columns = (width + 2 * padding - k) // stride + 1
    y = np.zeros((n, c_out, rows, columns), dtype=x.dtype)
    for image in range(n):
        for o in range(c_out):
            for i in range(rows):
                for j in range(columns):
                    total = b[o]
                    for c in range(c_in):
                        for u in range(k):
                            for v in range(k):
                                row = i * stride + u - padding
                                column = j * stride + v - padding
                                if 0 <= row < height and 0 <= column < width:
                                    total += w[o, c, u, v] * x[image, c, row, column]
                    y[image, o, i, j] = total
    return y


def residual_block(x, w1, b1, w2, b2, w_shortcut=None, stride=1):
    y = conv(x, w1, b1, stride, 1)
    y = conv(np.where(y > 0, y, 0), w2, b2, 1, 1)
    if w_shortcut is None:
        y += x
    else:
        y += conv(x, w_shortcut, [0] * len(w_shortcut), stride, 0)
    y[y < 0] = 0
    return y
