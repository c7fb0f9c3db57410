# cnnquiz: convolve2d
"""Convolve in the sense of mathematics: flip the kernel, then slide it.

Write `convolve2d(image, kernel)`. The kernel is rotated by 180 degrees and then slid
over the image, at every place where it lies wholly inside.

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
y[i, j] = Σ_u Σ_v kernel[kH − 1 − u, kW − 1 − v] · image[i + u, j + v]. This is mode
"valid". A convolution layer does not do this: it leaves the kernel as it is
(correlate2d). No argument is changed.

You may import NumPy, SciPy and the standard library, but not scipy.signal's and
scipy.ndimage's correlate, correlate2d, convolve and convolve2d. Speed is not the point:
up to 5,000 times the engine's time passes.

Source: Goodfellow, Bengio and Courville, *Deep Learning* (2016), section 9.1, equation
9.4; scipy.signal.convolve2d.

Examples
--------
>>> image = np.array([[0.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 0.0]])
>>> kernel = np.array([[1.0, 2.0], [3.0, 4.0]])
>>> convolve2d(image, kernel)
array([[1., 2.],
       [3., 4.]])
"""

import numpy as np


def convolve2d(image, kernel):
    raise NotImplementedError("convolve2d")
