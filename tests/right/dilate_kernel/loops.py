# cnnquiz: dilate_kernel
import numpy as np


def dilate_kernel(w, dilation):
    c_out, c_in, k_h, k_w = w.shape
    shape = (c_out, c_in, dilation * (k_h - 1) + 1, dilation * (k_w - 1) + 1)
    out = np.zeros(shape, dtype=w.dtype)
    for o in range(c_out):
        for c in range(c_in):
            for u in range(k_h):
                for v in range(k_w):
                    out[o, c, u * dilation, v * dilation] = w[o, c, u, v]
    return out
