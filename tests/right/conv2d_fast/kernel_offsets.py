# cnnquiz: conv2d_fast
import numpy as np


def conv2d_fast(x, w, b=None, stride=1, padding=0):
    """Add one product of matrices for each cell of the kernel, in single precision."""
    n, c, height, width = x.shape
    c_out, _, k_h, k_w = w.shape
    out_h = (height + 2 * padding - k_h) // stride + 1
    out_w = (width + 2 * padding - k_w) // stride + 1
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    padded, filters = padded.astype(np.float32), w.astype(np.float32)
    y = np.zeros((n, c_out, out_h * out_w), dtype=np.float32)
    for u in range(k_h):
        for v in range(k_w):
            rows = slice(u, u + stride * out_h, stride)
            columns = slice(v, v + stride * out_w, stride)
            cells = padded[:, :, rows, columns].reshape(n, c, -1)
            y += filters[:, :, u, v] @ cells
    if b is not None:
        y += b[:, None].astype(np.float32)
    return y.reshape(n, c_out, out_h, out_w).astype(w.dtype)
