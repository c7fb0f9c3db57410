# cnnquiz: grouped_conv2d
"""The seven loops of a convolution, with a shorter one over the channels.

The outer four name a cell of the output: image n, filter o, row i, column j. The inner
three visit what it depends on: channel a within the filter's block, and row u and column
v of the kernel. Groups change one index: filter o belongs to block o // (filters a
block), and its channels begin where that block does. Dilation changes another: cell u
of the kernel lies u·dilation rows below the top of the window.

Vectorizing leaves the loops over the kernel. A reshape gives the blocks an axis of their
own, and einsum keeps that axis while it sums over a.
"""

import numpy as np


def grouped_conv2d(x, w, b=None, stride=1, padding=0, dilation=1, groups=1):
    images, _, height, width = x.shape
    c_out, channels_a_block, k_h, k_w = w.shape
    filters_a_block = c_out // groups
    out_h = (height + 2 * padding - dilation * (k_h - 1) - 1) // stride + 1
    out_w = (width + 2 * padding - dilation * (k_w - 1) - 1) // stride + 1
    sides = (padding, padding)
    padded = np.pad(x, ((0, 0), (0, 0), sides, sides))
    y = np.zeros((images, c_out, out_h, out_w), dtype=x.dtype)
    for n in range(images):
        for o in range(c_out):
            block = o // filters_a_block
            first_channel = block * channels_a_block
            for i in range(out_h):
                for j in range(out_w):
                    total = 0.0 if b is None else b[o]
                    for a in range(channels_a_block):
                        for u in range(k_h):
                            for v in range(k_w):
                                row = i * stride + u * dilation
                                column = j * stride + v * dilation
                                pixel = padded[n, first_channel + a, row, column]
                                total += w[o, a, u, v] * pixel
                    y[n, o, i, j] = total
    return y
