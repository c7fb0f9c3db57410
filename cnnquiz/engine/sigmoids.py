"""The two S-shaped activations, sigmoid and tanh, without overflow."""

import numpy as np

from cnnquiz.engine._arrays import Array, as_floating, check_same_shape


def sigmoid(x: Array) -> Array:
    """Squash every value into (0, 1).

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
    σ(x) = 1 / (1 + exp(−x)) = exp(x) / (1 + exp(x)). The first form overflows for
    very negative x and the second for very positive x. Each sign takes the form that is
    safe for it, and both are σ(x) = exp(min(x, 0)) / (1 + exp(−|x|)): no exponent is
    above 0.

    Source: N. Higham, "Accuracy and Stability of Numerical Algorithms", SIAM 2002,
    chapter 1, on choosing between forms that are equal on paper.

    Examples
    --------
    >>> sigmoid(np.array([-1000.0, 0.0, 1000.0]))
    array([0. , 0.5, 1. ])
    """
    x = as_floating(x)
    y: Array = np.exp(np.minimum(x, 0)) / (1 + np.exp(-np.abs(x)))
    return y


def sigmoid_backward(dout: Array, x: Array) -> Array:
    """Multiply the gradient by the slope of the sigmoid.

    Parameters
    ----------
    dout : ndarray of the shape of x
        Gradient of the loss with respect to sigmoid(x).
    x : ndarray
        What the forward pass was given (not its output).

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
    dx = dout · σ(x) · (1 − σ(x)). The last factor is written σ(−x), which is the same
    number but keeps its digits where σ(x) rounds to 1. The slope is ¼ at most.

    Examples
    --------
    >>> sigmoid_backward(np.array([4.0, 4.0]), np.array([0.0, 1000.0]))
    array([1., 0.])
    """
    check_same_shape("sigmoid_backward", dout=dout, x=x)
    x = as_floating(x)
    return dout * sigmoid(x) * sigmoid(-x)


def tanh(x: Array) -> Array:
    """Squash every value into (-1, 1).

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
    tanh(x) = (exp(x) − exp(−x)) / (exp(x) + exp(−x)) = 2 σ(2x) − 1.

    Source: Y. LeCun, L. Bottou, G. Orr, K.-R. Müller, "Efficient BackProp", 1998, which
    prefers it to the sigmoid because its outputs are centred on 0.

    Examples
    --------
    >>> tanh(np.array([-1000.0, 0.0, 1000.0]))
    array([-1.,  0.,  1.])
    """
    y: Array = np.tanh(as_floating(x))
    return y


def tanh_backward(dout: Array, x: Array) -> Array:
    """Multiply the gradient by the slope of tanh.

    Parameters
    ----------
    dout : ndarray of the shape of x
        Gradient of the loss with respect to tanh(x).
    x : ndarray
        What the forward pass was given (not its output).

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
    dx = dout · (1 − tanh²(x)). The slope is 1 at 0 and at most 1 elsewhere.

    Examples
    --------
    >>> tanh_backward(np.array([3.0, 3.0]), np.array([0.0, 1000.0]))
    array([3., 0.])
    """
    check_same_shape("tanh_backward", dout=dout, x=x)
    dx: Array = dout * (1 - np.square(tanh(x)))
    return dx
