# cnnquiz: conv_transpose2d
"""Stamp by looping over the kernel, not over the image.

Cell (u, v) of the kernel meets every input cell once, and puts the products stride cells
apart, beginning at (u, v): one strided slice takes them all. The stamps go onto a canvas
that holds them whole, and the result is a window of it: cropping is where it begins.
"""

import numpy as np


def conv_transpose2d(x, w, b=None, stride=1, padding=0, output_padding=0):
    n, _, height, width = x.shape
    _, c_out, k_h, k_w = w.shape
    canvas_h = (height - 1) * stride + k_h + output_padding
    canvas_w = (width - 1) * stride + k_w + output_padding
    canvas = np.zeros((n, c_out, canvas_h, canvas_w), dtype=x.dtype)
    for u in range(k_h):
        for v in range(k_w):
            rows = slice(u, u + stride * height, stride)
            columns = slice(v, v + stride * width, stride)
            products = np.einsum("nchw,co->nohw", x, w[:, :, u, v])
            canvas[:, :, rows, columns] += products
    bottom, right = canvas_h - padding, canvas_w - padding
    y = canvas[:, :, padding:bottom, padding:right]
    return y if b is None else y + b[:, None, None]
