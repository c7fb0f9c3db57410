"""Self-gated activations: x times a smooth switch between 0 and 1."""

import math

import numpy as np

from cnnquiz.engine._arrays import Array, as_floating, check_same_shape
from cnnquiz.engine.sigmoids import sigmoid


def silu(x: Array) -> Array:
    """Multiply every value by its own sigmoid (also called swish).

    Parameters
    ----------
    x : ndarray of any shape
        Integers are taken as float64.

    Returns
    -------
    ndarray
        A new floating array of the shape of x.

    Notes
    -----
    silu(x) = x · σ(x). It dips below 0 (to about −0.278 near x = −1.28) before it
    returns to 0: unlike ReLU it is not monotonic.

    Source: S. Elfwing, E. Uchibe, K. Doya, "Sigmoid-Weighted Linear Units for Neural
    Network Function Approximation in Reinforcement Learning", Neural Networks 2018.

    Examples
    --------
    >>> silu(np.array([0.0, 1000.0]))
    array([   0., 1000.])
    """
    x = as_floating(x)
    return x * sigmoid(x)


def silu_backward(dout: Array, x: Array) -> Array:
    """Multiply the gradient by the slope of silu.

    Parameters
    ----------
    dout : ndarray of the shape of x
        Gradient of the loss with respect to silu(x).
    x : ndarray
        What the forward pass was given.

    Returns
    -------
    ndarray
        Gradient of the loss with respect to x.

    Raises
    ------
    ValueError
        If dout and x differ in shape.

    Notes
    -----
    By the product rule, dx = dout · (σ(x) + x · σ(x) · (1 − σ(x)))
    = dout · σ(x) · (1 + x · σ(−x)).

    Examples
    --------
    >>> silu_backward(np.array([2.0, 2.0]), np.array([0.0, 1000.0]))
    array([1., 2.])
    """
    check_same_shape("silu_backward", dout=dout, x=x)
    x = as_floating(x)
    dx: Array = dout * sigmoid(x) * (1 + x * sigmoid(-x))
    return dx


def gelu(x: Array) -> Array:
    """Multiply every value by the normal distribution function at that value.

    Parameters
    ----------
    x : ndarray of any shape
        Integers are taken as float64.

    Returns
    -------
    ndarray
        A new floating array of the shape of x.

    Notes
    -----
    gelu(x) = x · Φ(x), with Φ(x) = ½ · (1 + erf(x / √2)) = ½ · erfc(−x / √2). This is
    the exact form, PyTorch's default; the tanh formula is an approximation to it. The
    form with erfc is used because 1 + erf cancels for negative x.

    Source: D. Hendrycks, K. Gimpel, "Gaussian Error Linear Units (GELUs)",
    arXiv:1606.08415.

    Examples
    --------
    >>> gelu(np.array([-1.0, 0.0, 1.0])).round(4)
    array([-0.1587,  0.    ,  0.8413])
    """
    x = as_floating(x)
    return x * _normal_cdf(x)


def gelu_backward(dout: Array, x: Array) -> Array:
    """Multiply the gradient by the slope of gelu.

    Parameters
    ----------
    dout : ndarray of the shape of x
        Gradient of the loss with respect to gelu(x).
    x : ndarray
        What the forward pass was given.

    Returns
    -------
    ndarray
        Gradient of the loss with respect to x.

    Raises
    ------
    ValueError
        If dout and x differ in shape.

    Notes
    -----
    By the product rule, dx = dout · (Φ(x) + x · φ(x)), where φ(x) = Φ′(x)
    = exp(−x² / 2) / √(2π) is the normal density.

    Examples
    --------
    >>> gelu_backward(np.array([2.0, 2.0]), np.array([0.0, 1000.0]))
    array([1., 2.])
    """
    check_same_shape("gelu_backward", dout=dout, x=x)
    x = as_floating(x)
    near = np.clip(x, -40, 40)  # φ(40) is already 0 in float64; x² could overflow
    density = np.exp(-np.square(near) / 2) / math.sqrt(2 * math.pi)
    dx: Array = dout * (_normal_cdf(x) + near * density)
    return dx


def _normal_cdf(x: Array) -> Array:
    """Φ(x): the share of a standard normal distribution that lies below x."""
    from scipy.special import erfc  # here, because importing scipy takes 0.2 s

    cdf: Array = 0.5 * erfc(x * -math.sqrt(0.5))
    return cdf
