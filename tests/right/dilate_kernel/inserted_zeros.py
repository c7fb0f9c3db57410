# cnnquiz: dilate_kernel
import numpy as np


def dilate_kernel(w, dilation):
    for axis in (2, 3):
        gaps = np.repeat(np.arange(1, w.shape[axis]), dilation - 1)
        w = np.insert(w, gaps, 0, axis=axis)
    return np.asfortranarray(w)
