# cnnquiz: conv_transpose2d
import numpy as np


def conv_transpose2d(x, w, b=None, stride=1, padding=0, output_padding=0):
    """Ask each output cell which input cells reach it."""
    n, _, height, width = x.shape
    _, c_out, k_h, k_w = w.shape
    out_h = (height - 1) * stride - 2 * padding + k_h + output_padding
    out_w = (width - 1) * stride - 2 * padding + k_w + output_padding
    y = np.zeros((n, c_out, out_h, out_w), x.dtype)
    for p in range(out_h):
        for q in range(out_w):
            for u in range(k_h):
                for v in range(k_w):
                    i, more_rows = divmod(p + padding - u, stride)
                    j, more_columns = divmod(q + padding - v, stride)
                    if more_rows or more_columns:
                        continue
                    if 0 <= i < height and 0 <= j < width:
                        y[:, :, p, q] += x[:, :, i, j] @ w[:, :, u, v]
    if b is not None:
        y += b[None, :, None, None]
    return y
