# cnnquiz: correlate2d
"""Slide a kernel over an image and take dot products: cross-correlation.

Write `correlate2d(image, kernel)`. It is what a convolution layer does to one channel:
the kernel is laid over the image as it is, without a flip, at every place where it lies
wholly inside.

Parameters
----------
image : ndarray of shape (H, W), float32 or float64
kernel : ndarray of shape (kH, kW), the dtype of image
    No larger than the image; it need not be square.

Returns
-------
ndarray of shape (H − kH + 1, W − kW + 1)
    The dtype of image.

Notes
-----
y[i, j] = Σ_u Σ_v kernel[u, v] · image[i + u, j + v]. This is mode "valid". No argument
is changed.

You may import NumPy, SciPy and the standard library, but not scipy.signal's and
scipy.ndimage's correlate, correlate2d, convolve and convolve2d. Speed is not the point:
up to 5,000 times the engine's time passes.

Source: Goodfellow, Bengio and Courville, *Deep Learning* (2016), section 9.1, equation
9.6.

Examples
--------
>>> image = np.array([
...     [1.0, 1.0, 1.0, 0.0, 0.0],
...     [0.0, 1.0, 1.0, 1.0, 0.0],
...     [0.0, 0.0, 1.0, 1.0, 1.0],
...     [0.0, 0.0, 1.0, 1.0, 0.0],
...     [0.0, 1.0, 1.0, 0.0, 0.0],
... ])
>>> kernel = np.array([[1.0, 0.0, 1.0], [0.0, 1.0, 0.0], [1.0, 0.0, 1.0]])
>>> correlate2d(image, kernel)
array([[4., 3., 4.],
       [2., 4., 3.],
       [2., 3., 4.]])
"""

import numpy as np


def correlate2d(image, kernel):
    raise NotImplementedError("correlate2d")
