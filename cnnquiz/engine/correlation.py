"""Correlation and convolution of one image with one kernel.

The two differ in one thing: convolution turns the kernel by 180° first.
"""

import numpy as np

from cnnquiz.engine._arrays import Array
from cnnquiz.engine.shapes import check_ndim, sum_dtype


def correlate2d(image: Array, kernel: Array) -> Array:
    """Slide a kernel over an image and take the dot product at each position.

    Parameters
    ----------
    image : ndarray of shape (H, W)
        One channel.
    kernel : ndarray of shape (kH, kW)
        Not larger than the image along either axis.

    Returns
    -------
    ndarray of shape (H − kH + 1, W − kW + 1)
        One number per position at which the kernel lies wholly inside ("valid").
        Integer input gives int64, floating input its common dtype.

    Raises
    ------
    ValueError
        If the arguments are not 2-D, or the kernel does not fit into the image.

    Notes
    -----
    ::

        y[r, q] = Σᵢ Σⱼ image[r + i, q + j] · kernel[i, j]

    The kernel is **not** flipped: this is what deep learning calls a convolution.

    One pass per kernel cell: cell (i, j) meets the image shifted by (i, j), all
    positions at once. A 3×3 kernel takes nine passes, however large the image.

    Source: I. Goodfellow, Y. Bengio, A. Courville, "Deep Learning", 2016,
    section 9.1, equation 9.6.

    Examples
    --------
    The kernel subtracts the left neighbour from the right one; on a ramp that rises by
    one a column, the difference is 2:

    >>> ramp = np.array([[0, 1, 2, 3], [0, 1, 2, 3]])
    >>> correlate2d(ramp, np.array([[-1, 0, 1]]))
    array([[2, 2],
           [2, 2]])
    """
    image, kernel = np.asarray(image), np.asarray(kernel)
    _check("correlate2d", image, kernel)
    (H, W), (kH, kW) = image.shape, kernel.shape
    H_out, W_out = H - kH + 1, W - kW + 1
    y = np.zeros((H_out, W_out), sum_dtype(image, kernel))
    for i in range(kH):
        for j in range(kW):
            y += kernel[i, j] * image[i : i + H_out, j : j + W_out].astype(y.dtype)
    return y


def convolve2d(image: Array, kernel: Array) -> Array:
    """Convolve an image with a kernel in the sense of mathematics.

    Parameters
    ----------
    image : ndarray of shape (H, W)
        One channel.
    kernel : ndarray of shape (kH, kW)
        Not larger than the image along either axis.

    Returns
    -------
    ndarray of shape (H − kH + 1, W − kW + 1)
        The "valid" part; dtypes as in :func:`correlate2d`.

    Raises
    ------
    ValueError
        If the arguments are not 2-D, or the kernel does not fit into the image.

    Notes
    -----
    ::

        y[r, q] = Σᵢ Σⱼ image[r + kH − 1 − i, q + kW − 1 − j] · kernel[i, j]

    Seen from the kernel this reads the image backwards along **both** axes, so it
    equals correlation with the kernel turned by 180° (not transposed, and not mirrored
    along one axis alone). The two agree when the kernel equals its own half turn, as
    box, Gaussian and Laplacian kernels do.

    SciPy's ``convolve2d(image, kernel, "valid")`` is the same where the kernel fits;
    where it does not, SciPy swaps the two arguments and this function refuses.

    Source: I. Goodfellow, Y. Bengio, A. Courville, "Deep Learning", 2016,
    section 9.1, equation 9.4.

    Examples
    --------
    On the ramp of :func:`correlate2d` the sign turns:

    >>> ramp = np.array([[0, 1, 2, 3], [0, 1, 2, 3]])
    >>> convolve2d(ramp, np.array([[-1, 0, 1]]))
    array([[-2, -2],
           [-2, -2]])
    """
    image, kernel = np.asarray(image), np.asarray(kernel)
    _check("convolve2d", image, kernel)
    return correlate2d(image, kernel[::-1, ::-1])


def _check(function: str, image: Array, kernel: Array) -> None:
    check_ndim(function, "image", image, "(H, W)")
    check_ndim(function, "kernel", kernel, "(kH, kW)")
    (H, W), (kH, kW) = image.shape, kernel.shape
    if not (1 <= kH <= H and 1 <= kW <= W):
        raise ValueError(
            f"{function}: a kernel of {kernel.shape} does not fit into an image of "
            f"{image.shape}; 1 ≤ kH ≤ H and 1 ≤ kW ≤ W must hold"
        )
