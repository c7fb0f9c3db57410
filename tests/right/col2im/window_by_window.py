# cnnquiz: col2im
import numpy as np


def col2im(cols, output_size, kernel_size, stride=1, padding=0):
    """Add in single precision, in Fortran order."""
    (height, width), (k_h, k_w), p = output_size, kernel_size, padding
    n, rows, _ = cols.shape
    c = rows // (k_h * k_w)
    shape = (n, c, height + 2 * p, width + 2 * p)
    padded = np.zeros(shape, dtype=np.float32, order="F")
    place = 0
    for top in range(0, height + 2 * p - k_h + 1, stride):
        for left in range(0, width + 2 * p - k_w + 1, stride):
            window = cols[:, :, place].reshape(n, c, k_h, k_w)
            padded[:, :, top : top + k_h, left : left + k_w] += window
            place += 1
    return padded[:, :, p : p + height, p : p + width].astype(cols.dtype)
