# cnnquiz: convolve2d
import numpy as np


def convolve2d(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.tensordot(windows, np.rot90(kernel, 2), axes=((2, 3), (0, 1)))
