# cnnquiz: correlate2d
"""Cross-correlation as a sum over the kernel's cells.

Cell (u, v) of the kernel meets one shifted copy of the image in all windows at once.
"""

import numpy as np


def correlate2d(image, kernel):
    k_h, k_w = kernel.shape
    out_h, out_w = image.shape[0] - k_h + 1, image.shape[1] - k_w + 1
    y = np.zeros((out_h, out_w), dtype=image.dtype)
    for u in range(k_h):
        for v in range(k_w):
            y += kernel[u, v] * image[u : u + out_h, v : v + out_w]
    return y
