# cnnquiz: conv_transpose2d
"""A transposed convolution as seven loops that write where a convolution's read.

The outer four name a cell of the input: image n, channel c, row i, column j. The inner
three go through the stamp that it leaves: output channel o, and row u and column v of
the kernel. Stamps overlap, so there is no sum to collect in a variable: each step adds
to the output in place. The canvas holds every stamp whole and begins with the bias;
padding is cropped from it at the end.

Vectorizing leaves the loops over the kernel: one cell of it, times all inputs, is added
to a strided slice of the canvas, and einsum sums over c.
"""

import numpy as np


def conv_transpose2d(x, w, b=None, stride=1, padding=0, output_padding=0):
    images, c_in, height, width = x.shape
    _, c_out, k_h, k_w = w.shape
    canvas_h = (height - 1) * stride + k_h + output_padding
    canvas_w = (width - 1) * stride + k_w + output_padding
    canvas = np.zeros((images, c_out, canvas_h, canvas_w), dtype=x.dtype)
    if b is not None:
        for o in range(c_out):
            canvas[:, o] = b[o]
    for n in range(images):
        for c in range(c_in):
            for i in range(height):
                for j in range(width):
                    top, left = i * stride, j * stride
                    for o in range(c_out):
                        for u in range(k_h):
                            for v in range(k_w):
                                stamped = x[n, c, i, j] * w[c, o, u, v]
                                canvas[n, o, top + u, left + v] += stamped
    return canvas[:, :, padding : canvas_h - padding, padding : canvas_w - padding]
