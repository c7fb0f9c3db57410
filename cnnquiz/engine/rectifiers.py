"""Rectifiers: the activations that let positive values through and bend the rest."""

import numpy as np

from cnnquiz.engine._arrays import (
    Array,
    all_floating,
    as_floating,
    check_same_shape,
)


def relu(x: Array) -> Array:
    """Replace every negative value by zero.

    Parameters
    ----------
    x : ndarray of any shape
        Floating or integer.

    Returns
    -------
    ndarray
        A new array with the shape and dtype of x; integers stay integers.

    Notes
    -----
    relu(x) = max(x, 0). NaN stays NaN.

    Source: V. Nair, G. Hinton, "Rectified Linear Units Improve Restricted Boltzmann
    Machines", ICML 2010.

    Examples
    --------
    >>> relu(np.array([-2, 0, 3]))
    array([0, 0, 3])
    """
    y: Array = np.maximum(x, 0)
    return y


def relu_backward(dout: Array, x: Array) -> Array:
    """Pass the gradient on where the input was positive.

    Parameters
    ----------
    dout : ndarray of the shape of x
        Gradient of the loss with respect to relu(x).
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
    dx = dout · [x > 0]. ReLU has no derivative at 0; 0 is taken there, as PyTorch,
    JAX and TensorFlow do. Where x is NaN dout passes, as in PyTorch.

    Examples
    --------
    >>> relu_backward(np.array([5.0, 5.0, 5.0]), np.array([-2.0, 0.0, 3.0]))
    array([0., 0., 5.])
    """
    check_same_shape("relu_backward", dout=dout, x=x)
    dx: Array = dout * ~(np.asarray(x) <= 0)  # unlike x > 0, true of NaN
    return dx


def leaky_relu(x: Array, negative_slope: float = 0.01) -> Array:
    """Keep positive values and scale negative ones down.

    Parameters
    ----------
    x : ndarray of any shape
        Integers are taken as float64.
    negative_slope : float
        What negative values are multiplied by.

    Returns
    -------
    ndarray
        A new floating array of the shape of x.

    Notes
    -----
    leaky_relu(x) = max(x, 0) + s · min(x, 0), with s the slope. The shorter
    max(x, s · x) agrees with it only while s ≤ 1.

    Source: A. Maas, A. Hannun, A. Ng, "Rectifier Nonlinearities Improve Neural Network
    Acoustic Models", ICML Workshop on Deep Learning, 2013.

    Examples
    --------
    >>> leaky_relu(np.array([-2.0, 0.0, 3.0]), negative_slope=0.5)
    array([-1.,  0.,  3.])
    """
    x = as_floating(x)
    y: Array = np.maximum(x, 0) + float(negative_slope) * np.minimum(x, 0)
    return y


def leaky_relu_backward(dout: Array, x: Array, negative_slope: float = 0.01) -> Array:
    """Scale the gradient where the input was not positive.

    Parameters
    ----------
    dout : ndarray of the shape of x
        Gradient of the loss with respect to leaky_relu(x, negative_slope).
    x : ndarray
        What the forward pass was given.
    negative_slope : float
        The slope of the forward pass.

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
    dx = dout where x > 0, else s · dout. The kink at 0 counts as the left side, as in
    PyTorch, so that s = 0 gives ReLU's convention.

    Examples
    --------
    >>> dout, x = np.array([4.0, 4.0, 4.0]), np.array([-2.0, 0.0, 3.0])
    >>> leaky_relu_backward(dout, x, negative_slope=0.5)
    array([2., 2., 4.])
    """
    check_same_shape("leaky_relu_backward", dout=dout, x=x)
    dout, x = all_floating(dout, x)
    return np.where(x > 0, dout, float(negative_slope) * dout)


def elu(x: Array, alpha: float = 1.0) -> Array:
    """Keep positive values and let negative ones approach -alpha smoothly.

    Parameters
    ----------
    x : ndarray of any shape
        Integers are taken as float64.
    alpha : float
        The output tends to -alpha as x falls.

    Returns
    -------
    ndarray
        A new floating array of the shape of x.

    Notes
    -----
    elu(x) = max(x, 0) + α · (exp(min(x, 0)) − 1). The exponent never exceeds 0, so
    nothing overflows, and expm1 keeps the digits near 0.

    Source: D.-A. Clevert, T. Unterthiner, S. Hochreiter, "Fast and Accurate Deep
    Network Learning by Exponential Linear Units (ELUs)", ICLR 2016.

    Examples
    --------
    >>> elu(np.array([-1000.0, 0.0, 3.0]), alpha=2.0)
    array([-2.,  0.,  3.])
    """
    x = as_floating(x)
    y: Array = np.maximum(x, 0) + float(alpha) * np.expm1(np.minimum(x, 0))
    return y


def elu_backward(dout: Array, x: Array, alpha: float = 1.0) -> Array:
    """Multiply the gradient by the slope of elu.

    Parameters
    ----------
    dout : ndarray of the shape of x
        Gradient of the loss with respect to elu(x, alpha).
    x : ndarray
        What the forward pass was given.
    alpha : float
        The alpha of the forward pass.

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
    dx = dout where x > 0, else dout · α · exp(x). With α ≠ 1 there is a kink at 0; it
    counts as the left side, as in PyTorch.

    Examples
    --------
    >>> dout, x = np.array([3.0, 3.0, 3.0]), np.array([-1000.0, 0.0, 5.0])
    >>> elu_backward(dout, x, alpha=2.0)
    array([0., 6., 3.])
    """
    check_same_shape("elu_backward", dout=dout, x=x)
    dout, x = all_floating(dout, x)
    slope_at_left = float(alpha) * np.exp(np.minimum(x, 0))
    return np.where(x > 0, dout, dout * slope_at_left)
