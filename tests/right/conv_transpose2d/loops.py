# cnnquiz: conv_transpose2d
import numpy as np


def conv_transpose2d(x, w, b=None, stride=1, padding=0, output_padding=0):
    """Scatter, cell by cell."""
    n, c_in, height, width = x.shape
    _, c_out, k_h, k_w = w.shape
    out_h = (height - 1) * stride - 2 * padding + k_h + output_padding
    out_w = (width - 1) * stride - 2 * padding + k_w + output_padding
    y = np.zeros((n, c_out, out_h, out_w), x.dtype)
    for image in range(n):
        for o in range(c_out):
            for c in range(c_in):
                for i in range(height):
                    for j in range(width):
                        for u in range(k_h):
                            for v in range(k_w):
                                p = i * stride + u - padding
                                q = j * stride + v - padding
                                if 0 <= p < out_h and 0 <= q < out_w:
                                    term = x[image, c, i, j] * w[c, o, u, v]
                                    y[image, o, p, q] += term
            if b is not None:
                y[image, o] += b[o]
    return y
