# cnnquiz: grouped_conv2d
"""Give the groups an axis of their own, and let einsum keep it apart.

Reshaping C_in to (groups, C_in / groups) cuts the channels into blocks, as the filters
are cut. Then it is the loop over the kernel's cells that an ordinary convolution takes,
with the cells `dilation` apart.
"""

import numpy as np


def grouped_conv2d(x, w, b=None, stride=1, padding=0, dilation=1, groups=1):
    n, _, height, width = x.shape
    c_out, per_group, k_h, k_w = w.shape
    out_h = (height + 2 * padding - dilation * (k_h - 1) - 1) // stride + 1
    out_w = (width + 2 * padding - dilation * (k_w - 1) - 1) // stride + 1
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    blocks = padded.reshape(n, groups, per_group, *padded.shape[2:])
    filters = w.reshape(groups, c_out // groups, per_group, k_h, k_w)
    y = np.zeros((n, groups, c_out // groups, out_h, out_w), dtype=x.dtype)
    for u in range(k_h):
        for v in range(k_w):
            top, left = u * dilation, v * dilation
            rows = slice(top, top + stride * out_h, stride)
            columns = slice(left, left + stride * out_w, stride)
            cells = blocks[:, :, :, rows, columns]
            y += np.einsum("ngchw,goc->ngohw", cells, filters[..., u, v])
    y = y.reshape(n, c_out, out_h, out_w)
    return y if b is None else y + b[:, None, None]
