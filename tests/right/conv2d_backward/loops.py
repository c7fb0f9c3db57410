# cnnquiz: conv2d_backward
import numpy as np


def conv2d_backward(dout, x, w, stride=1, padding=0):
    n_images, c_in, height, width = x.shape
    c_out, _, k_h, k_w = w.shape
    dx, dw = np.zeros_like(x), np.zeros_like(w)
    db = np.zeros(c_out, dtype=w.dtype)
    for n in range(n_images):
        for o in range(c_out):
            for i in range(dout.shape[2]):
                for j in range(dout.shape[3]):
                    g = dout[n, o, i, j]
                    db[o] += g
                    for c in range(c_in):
                        for u in range(k_h):
                            for v in range(k_w):
                                row = i * stride + u - padding
                                column = j * stride + v - padding
                                if 0 <= row < height and 0 <= column < width:
                                    dx[n, c, row, column] += g * w[o, c, u, v]
                                    dw[o, c, u, v] += g * x[n, c, row, column]
    return dx, dw, db
