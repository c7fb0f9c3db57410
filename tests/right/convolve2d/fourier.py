# cnnquiz: convolve2d
import numpy as np


def convolve2d(image, kernel):
    """Multiply the spectra and keep the cells that nothing wrapped into."""
    product = np.fft.rfft2(image) * np.fft.rfft2(kernel, image.shape)
    full = np.fft.irfft2(product, image.shape)
    return full[kernel.shape[0] - 1 :, kernel.shape[1] - 1 :].astype(image.dtype)
