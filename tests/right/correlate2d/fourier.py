# cnnquiz: correlate2d
import numpy as np


def correlate2d(image, kernel):
    """Multiply the spectra: the conjugate turns convolution into correlation."""
    spectrum = np.fft.rfft2(image) * np.conj(np.fft.rfft2(kernel, image.shape))
    full = np.fft.irfft2(spectrum, image.shape)
    rows = image.shape[0] - kernel.shape[0] + 1
    columns = image.shape[1] - kernel.shape[1] + 1
    return full[:rows, :columns].astype(image.dtype)
