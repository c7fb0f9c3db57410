# cnnquiz: correlate2d
import numpy as np


def correlate2d(image, kernel):
    k_h, k_w = kernel.shape
    patches = image.astype(np.float32)
    rows = []
    for i in range(image.shape[0] - k_h + 1):
        places = range(image.shape[1] - k_w + 1)
        rows.append(
            [np.sum(patches[i : i + k_h, j : j + k_w] * kernel) for j in places]
        )
    return np.asfortranarray(np.array(rows, dtype=image.dtype))
