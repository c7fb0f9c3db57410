# cnnquiz: conv2d_backward
"""The seven loops of the forward pass, in the same order.

Forward, an innermost step does y[n, o, i, j] += w[o, c, u, v] · xₚ[n, c, row, column].
A product passes the gradient of its result on to each factor, times the other factor:
so each step here adds to dw and to dx, at the places that it read from in the forward
pass. The bias was added once an output cell, outside of the inner three loops, and db is
collected there. Everything is +=, because weights and pixels are used many times.

Vectorizing leaves the two loops over the kernel. For one cell of it, dw sums over n, i
and j, dx sums over o, and each is one einsum.
"""

import numpy as np


def conv2d_backward(dout, x, w, stride=1, padding=0):
    images, c_in, height, width = x.shape
    c_out, _, k_h, k_w = w.shape
    _, _, out_h, out_w = dout.shape
    sides = (padding, padding)
    padded = np.pad(x, ((0, 0), (0, 0), sides, sides))
    dpadded = np.zeros(padded.shape, dtype=dout.dtype)
    dw = np.zeros(w.shape, dtype=dout.dtype)
    db = np.zeros(c_out, dtype=dout.dtype)
    for n in range(images):
        for o in range(c_out):
            for i in range(out_h):
                for j in range(out_w):
                    upstream = dout[n, o, i, j]
                    db[o] += upstream
                    for c in range(c_in):
                        for u in range(k_h):
                            for v in range(k_w):
                                row, column = i * stride + u, j * stride + v
                                pixel = padded[n, c, row, column]
                                dw[o, c, u, v] += upstream * pixel
                                dpadded[n, c, row, column] += upstream * w[o, c, u, v]
    dx = dpadded[:, :, padding : padding + height, padding : padding + width]
    return dx, dw, db
