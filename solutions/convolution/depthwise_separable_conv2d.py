# cnnquiz: depthwise_separable_conv2d
"""First products that keep the channels, then one matrix product that mixes them.

The depthwise step multiplies each channel by its own weight, cell of the kernel by cell
of the kernel: broadcasting does it. The pointwise step is the only sum over channels.
"""

import numpy as np


def depthwise_separable_conv2d(x, depthwise, pointwise, stride=1, padding=0):
    _, _, height, width = x.shape
    k_h, k_w = depthwise.shape[2:]
    out_h = (height + 2 * padding - k_h) // stride + 1
    out_w = (width + 2 * padding - k_w) // stride + 1
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    filtered = 0
    for u in range(k_h):
        for v in range(k_w):
            rows = slice(u, u + stride * out_h, stride)
            columns = slice(v, v + stride * out_w, stride)
            weights = depthwise[:, :, u, v, None]
            filtered = filtered + padded[:, :, rows, columns] * weights
    return np.einsum("nchw,oc->nohw", filtered, pointwise[:, :, 0, 0])
