# cnnquiz: avg_pool2d
import numpy as np
from scipy.signal import convolve


def avg_pool2d(x, kernel_size, stride=None, padding=0):
    s = kernel_size if stride is None else stride
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    box = np.full((1, 1, kernel_size, kernel_size), 1 / kernel_size**2, np.float32)
    y = convolve(padded.astype(np.float32), box, mode="valid", method="fft")
    y = y[:, :, ::s, ::s]
    return y.astype(x.dtype) if x.dtype.kind == "f" else y
