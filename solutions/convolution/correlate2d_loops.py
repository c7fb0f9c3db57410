# cnnquiz: correlate2d
"""Cross-correlation as four loops.

The outer two name a cell of the output, (i, j): the place where the kernel's top left
corner lies. The inner two visit the kernel's cells, (u, v), each of which meets the
pixel at (i + u, j + v). The sum belongs to one output cell, so it begins between the two
pairs.

Vectorizing swaps the pairs and takes away i and j: a cell of the kernel meets one
shifted slice of the image, for all outputs at once.
"""

import numpy as np


def correlate2d(image, kernel):
    height, width = image.shape
    k_h, k_w = kernel.shape
    out_h, out_w = height - k_h + 1, width - k_w + 1
    y = np.zeros((out_h, out_w), dtype=image.dtype)
    for i in range(out_h):
        for j in range(out_w):
            total = 0.0
            for u in range(k_h):
                for v in range(k_w):
                    total += kernel[u, v] * image[i + u, j + v]
            y[i, j] = total
    return y
