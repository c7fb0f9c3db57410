# cnnquiz: conv2d
import numpy as np


def conv2d(x, w, b=None, stride=1, padding=0):
    """Multiply spectra: the noise of an FFT is on the scale of its whole input."""
    k_h, k_w = w.shape[2:]
    sides = ((0, 0), (0, 0), (padding, padding), (padding, padding))
    padded = np.pad(x.astype(float), sides)
    size = padded.shape[2:]
    images = np.fft.rfft2(padded)
    filters = np.conj(np.fft.rfft2(w.astype(float), s=size))
    y = np.fft.irfft2(np.einsum("ncij,ocij->noij", images, filters), s=size)
    y = y[:, :, : size[0] - k_h + 1 : stride, : size[1] - k_w + 1 : stride]
    if b is not None:
        y = y + b.reshape(1, -1, 1, 1)
    return y.astype(x.dtype) if x.dtype.kind == "f" else y
