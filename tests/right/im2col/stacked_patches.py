# cnnquiz: im2col
import numpy as np


def im2col(x, kernel_size, stride=1, padding=0):
    k_h, k_w = kernel_size
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    patches = [
        padded[:, :, top : top + k_h, left : left + k_w].reshape(len(x), -1)
        for top in range(0, padded.shape[2] - k_h + 1, stride)
        for left in range(0, padded.shape[3] - k_w + 1, stride)
    ]
    return np.stack(patches, axis=2)
