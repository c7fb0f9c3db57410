# cnnquiz: max_pool2d_backward
"""The six loops of the forward pass, which now remember where the maximum was.

The outer four name a window: image n, channel c, row i, column j. The inner two look for
its winner in row-major order; > and not >= keeps the first of equal values. After them,
once a window, the window's gradient is added at the winner's place: added, because
windows overlap and a value may win in several.

Vectorizing makes one argmax over flattened windows of the search. The loop over the
window's cells stays: each takes the gradients of those windows where it won.
"""

import numpy as np


def max_pool2d_backward(dout, x, kernel_size, stride=None, padding=0):
    stride = kernel_size if stride is None else stride
    images, channels, out_h, out_w = dout.shape
    _, _, height, width = x.shape
    sides = (padding, padding)
    padded = np.pad(x, ((0, 0), (0, 0), sides, sides), constant_values=-np.inf)
    dpadded = np.zeros(padded.shape, dtype=dout.dtype)
    for n in range(images):
        for c in range(channels):
            for i in range(out_h):
                for j in range(out_w):
                    best, winner = -np.inf, None
                    for u in range(kernel_size):
                        for v in range(kernel_size):
                            place = (n, c, i * stride + u, j * stride + v)
                            if padded[place] > best:
                                best, winner = padded[place], place
                    dpadded[winner] += dout[n, c, i, j]
    return dpadded[:, :, padding : padding + height, padding : padding + width]
