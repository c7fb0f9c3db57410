# cnnquiz: convolve2d
import numpy as np


def convolve2d(image, kernel):
    """Convolve row with row by np.convolve, which flips as well."""
    k_h = len(kernel)
    out = []
    for i in range(len(image) - k_h + 1):
        met = zip(image[i : i + k_h], kernel[::-1], strict=True)
        out.append(sum(np.convolve(row, taps, mode="valid") for row, taps in met))
    return np.array(out)
