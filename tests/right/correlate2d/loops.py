# cnnquiz: correlate2d
import numpy as np


def correlate2d(image, kernel):
    height, width = image.shape
    k_h, k_w = kernel.shape
    out = np.zeros((height - k_h + 1, width - k_w + 1), dtype=image.dtype)
    for i in range(out.shape[0]):
        for j in range(out.shape[1]):
            total = 0.0
            for u in range(k_h):
                for v in range(k_w):
                    total += kernel[u, v] * image[i + u, j + v]
            out[i, j] = total
    return out
