# cnnquiz: conv_transpose2d
import numpy as np
from scipy import signal


def conv_transpose2d(x, w, b=None, stride=1, padding=0, output_padding=0):
    """Convolve x, spread out by a Kronecker product, in single precision; Fortran."""
    mark = np.zeros((stride, stride), np.float32)
    mark[0, 0] = 1
    spread = np.kron(x.astype(np.float32), mark)
    maps = []
    for image in spread:
        sums = [
            sum(
                signal.fftconvolve(image[c], w[c, o].astype(np.float32))
                for c in range(len(w))
            )
            for o in range(w.shape[1])
        ]
        maps.append(sums)
    full = np.array(maps)
    out_h = (x.shape[2] - 1) * stride - 2 * padding + w.shape[2] + output_padding
    out_w = (x.shape[3] - 1) * stride - 2 * padding + w.shape[3] + output_padding
    y = full[:, :, padding : padding + out_h, padding : padding + out_w]
    if b is not None:
        y = y + b[:, None, None]
    return np.asfortranarray(y, dtype=x.dtype)
