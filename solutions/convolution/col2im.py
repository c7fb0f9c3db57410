# cnnquiz: col2im
"""im2col backward: what was copied out of a cell is added back into it.

im2col reads one strided slice of the padded image for each cell of the kernel. Here the
same slices are added to. Within one slice no cell appears twice, so += loses nothing.
"""

import numpy as np


def col2im(cols, output_size, kernel_size, stride=1, padding=0):
    (height, width), (k_h, k_w) = output_size, kernel_size
    out_h = (height + 2 * padding - k_h) // stride + 1
    out_w = (width + 2 * padding - k_w) // stride + 1
    n, c = len(cols), cols.shape[1] // (k_h * k_w)
    cells = cols.reshape(n, c, k_h, k_w, out_h, out_w)
    padded = np.zeros((n, c, height + 2 * padding, width + 2 * padding), cols.dtype)
    for u in range(k_h):
        for v in range(k_w):
            rows = slice(u, u + stride * out_h, stride)
            columns = slice(v, v + stride * out_w, stride)
            padded[:, :, rows, columns] += cells[:, :, u, v]
    return padded[:, :, padding : padding + height, padding : padding + width]
