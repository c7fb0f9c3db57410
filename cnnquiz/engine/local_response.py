"""Local response normalization: strong channels quieten their neighbours."""

import operator

import numpy as np

from cnnquiz.engine._arrays import (
    Array,
    all_floating,
    as_floating,
    check_same_shape,
)


def local_response_norm(
    x: Array, size: int, alpha: float = 1e-4, beta: float = 0.75, k: float = 1.0
) -> Array:
    """Divide each value by the energy of the channels around it, at the same pixel.

    Parameters
    ----------
    x : ndarray of shape (N, C, H, W) or (N, C, ...)
        Integers are taken as float64.
    size : int
        How many channels count as around, the channel itself included.
    alpha, beta, k : float
        The strength, the exponent and the constant of the divisor.

    Returns
    -------
    ndarray of the shape of x

    Raises
    ------
    ValueError
        If x has no channel axis or size is below 1.

    Notes
    -----
    y[c] = x[c] / (k + α/size · Σⱼ x[j]²)^β, with j from c − ⌊size / 2⌋ to
    c + ⌊(size − 1) / 2⌋, as PyTorch counts them. Channels beyond the ends count as 0,
    and α is divided by size there too. With an even size PyTorch looks one further
    back, ONNX one further ahead; with an odd one they agree. The paper does not divide
    α by size.

    Source: A. Krizhevsky, I. Sutskever, G. Hinton, "ImageNet Classification with Deep
    Convolutional Neural Networks", NIPS 2012, section 3.3.

    Examples
    --------
    >>> x = np.array([[1.0, 2.0, 3.0]])
    >>> local_response_norm(x, size=3, alpha=3.0, beta=1.0, k=0.0)  # by 5, 14 and 13
    array([[0.2       , 0.14285714, 0.23076923]])
    """
    x, size = as_floating(x), operator.index(size)
    base = _divisor_base("local_response_norm", x, size, alpha, k)
    y: Array = x * base ** -float(beta)
    return y


def local_response_norm_backward(
    dout: Array,
    x: Array,
    size: int,
    alpha: float = 1e-4,
    beta: float = 0.75,
    k: float = 1.0,
) -> Array:
    """Compute the gradient of local_response_norm.

    Parameters
    ----------
    dout : ndarray of the shape of x
        Gradient of the loss with respect to y.
    x : ndarray of shape (N, C, H, W) or (N, C, ...)
        What the forward pass was given.
    size : int
        What the forward pass was given.
    alpha, beta, k : float
        What the forward pass was given.

    Returns
    -------
    ndarray of the shape of x

    Raises
    ------
    ValueError
        If dout and x differ in shape, x has no channel axis or size is below 1.

    Notes
    -----
    With d the base of the power, dx[c] = dout[c] · d[c]^−β
    − 2αβ/size · x[c] · Σᵢ dout[i] · x[i] · d[i]^(−β−1), over the channels i that have c
    among their neighbours: the window of the forward pass, mirrored.

    Examples
    --------
    One channel, y = x / x² = 1 / x, so dx = dout · −1 / x²:

    >>> dout, x = np.array([[8.0]]), np.array([[2.0]])
    >>> local_response_norm_backward(dout, x, size=1, alpha=1.0, beta=1.0, k=0.0)
    array([[-2.]])
    """
    check_same_shape("local_response_norm_backward", dout=dout, x=x)
    (dout, x), size = all_floating(dout, x), operator.index(size)
    base = _divisor_base("local_response_norm_backward", x, size, alpha, k)
    beta = float(beta)
    slope = 2 * float(alpha) * beta / size
    shared = _sum_over_channels(
        dout * x * base ** (-beta - 1), before=(size - 1) // 2, after=size // 2
    )
    dx: Array = dout * base**-beta - slope * x * shared
    return dx


def _divisor_base(function: str, x: Array, size: int, alpha: float, k: float) -> Array:
    """Return k + α/size · Σ x² over the window of each channel."""
    if x.ndim < 2:
        raise ValueError(f"{function}: x must have shape (N, C, ...), got {x.shape}")
    if size < 1:
        raise ValueError(f"{function}: size must be at least 1, got {size}")
    energy = _sum_over_channels(np.square(x), before=size // 2, after=(size - 1) // 2)
    base: Array = float(k) + float(alpha) / size * energy
    return base


def _sum_over_channels(x: Array, before: int, after: int) -> Array:
    """Sum each channel with so many before it and after it, fewer at the ends."""
    C = x.shape[1]
    padded = np.pad(x, [(0, 0), (before, after)] + [(0, 0)] * (x.ndim - 2))
    total = np.zeros_like(x)
    for first in range(before + 1 + after):
        total += padded[:, first : first + C]
    return total
