# cnnquiz: convolve2d
"""Convolution is cross-correlation with the kernel turned by 180 degrees.

Turning by 180 degrees reverses both axes. It is not the transpose, which swaps them.
"""

import numpy as np


def convolve2d(image, kernel):
    turned = kernel[::-1, ::-1]
    k_h, k_w = turned.shape
    out_h, out_w = image.shape[0] - k_h + 1, image.shape[1] - k_w + 1
    y = np.zeros((out_h, out_w), dtype=image.dtype)
    for u in range(k_h):
        for v in range(k_w):
            y += turned[u, v] * image[u : u + out_h, v : v + out_w]
    return y
