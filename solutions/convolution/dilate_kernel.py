# cnnquiz: dilate_kernel
"""Allocate zeros of the final size and write the weights with a step.

k weights have k − 1 gaps between them, so the size is dilation·(k − 1) + 1: the last
weight is the last cell.
"""

import numpy as np


def dilate_kernel(w, dilation):
    c_out, c_in, k_h, k_w = w.shape
    shape = (c_out, c_in, dilation * (k_h - 1) + 1, dilation * (k_w - 1) + 1)
    spread = np.zeros(shape, dtype=w.dtype)
    spread[:, :, ::dilation, ::dilation] = w
    return spread
