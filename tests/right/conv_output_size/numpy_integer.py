# cnnquiz: conv_output_size
import numpy as np


def conv_output_size(n, kernel_size, stride=1, padding=0, dilation=1):
    """Slice an array and return its length as a NumPy integer."""
    padded = np.zeros(n + 2 * padding)
    reach = dilation * (kernel_size - 1)
    return np.int64(padded[: len(padded) - reach : stride].size)
