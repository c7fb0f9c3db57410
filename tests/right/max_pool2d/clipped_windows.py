# cnnquiz: max_pool2d
import numpy as np


def max_pool2d(x, kernel_size, stride=None, padding=0):
    """Cut each window at the edge of the image instead of padding it."""
    stride = stride or kernel_size
    height, width = x.shape[2:]
    tops = range(-padding, height + padding - kernel_size + 1, stride)
    lefts = range(-padding, width + padding - kernel_size + 1, stride)
    rows = []
    for top in tops:
        row = []
        for left in lefts:
            down, right = top + kernel_size, left + kernel_size
            window = x[:, :, max(top, 0) : down, max(left, 0) : right]
            row.append(window.max(axis=(2, 3)))
        rows.append(np.stack(row, axis=-1))
    return np.stack(rows, axis=-2)
