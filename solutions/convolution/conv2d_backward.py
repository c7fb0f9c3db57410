# cnnquiz: conv2d_backward
"""The gradients of a convolution, one cell of the kernel at a time.

In the forward pass, cell (u, v) of the kernel met one strided slice of the padded
image. On the way back it meets the same slice: there it collects its own gradient, and
there it leaves the gradient of the image. Slices of different cells overlap, so they
are added.
"""

import numpy as np


def conv2d_backward(dout, x, w, stride=1, padding=0):
    height, width = x.shape[2:]
    out_h, out_w = dout.shape[2:]
    k_h, k_w = w.shape[2:]
    sides = (padding, padding)
    padded = np.pad(x, ((0, 0), (0, 0), sides, sides))
    dpadded = np.zeros_like(padded)
    dw = np.zeros_like(w)
    for u in range(k_h):
        for v in range(k_w):
            rows = slice(u, u + stride * out_h, stride)
            columns = slice(v, v + stride * out_w, stride)
            met = padded[:, :, rows, columns]
            dw[:, :, u, v] = np.einsum("nohw,nchw->oc", dout, met)
            dpadded[:, :, rows, columns] += np.einsum(
                "nohw,oc->nchw", dout, w[:, :, u, v]
            )
    inside_h = slice(padding, padding + height)
    inside_w = slice(padding, padding + width)
    dx = dpadded[:, :, inside_h, inside_w]
    return dx, dw, dout.sum(axis=(0, 2, 3))
