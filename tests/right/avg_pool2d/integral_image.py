# cnnquiz: avg_pool2d
import numpy as np


def avg_pool2d(x, kernel_size, stride=None, padding=0):
    """Take differences of cumulative sums; return Fortran order."""
    k, s = kernel_size, kernel_size if stride is None else stride
    sides = (padding + 1, padding)
    padded = np.pad(x, ((0, 0), (0, 0), sides, sides)).astype(np.float64)
    sums = padded.cumsum(axis=2).cumsum(axis=3)
    total = sums[:, :, k:, k:] - sums[:, :, :-k, k:]
    total -= sums[:, :, k:, :-k] - sums[:, :, :-k, :-k]
    y = total[:, :, ::s, ::s] / (k * k)
    return np.asfortranarray(y.astype(x.dtype) if x.dtype.kind == "f" else y)
