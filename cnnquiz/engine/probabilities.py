"""Softmax and its logarithm: from scores to probabilities, without overflow."""

import numpy as np

from cnnquiz.engine._arrays import Array, as_floating, check_axis, check_same_shape


def softmax(x: Array, axis: int = -1) -> Array:
    """Turn scores into positive numbers that sum to one along an axis.

    Parameters
    ----------
    x : ndarray of any shape
        Scores (logits). Integers are taken as float64.
    axis : int
        The axis that holds the classes; all others are independent.

    Returns
    -------
    ndarray
        A new floating array of the shape of x.

    Raises
    ------
    ValueError
        If x has no such axis.

    Notes
    -----
    softmax(x)ᵢ = exp(xᵢ) / Σⱼ exp(xⱼ) = exp(xᵢ − m) / Σⱼ exp(xⱼ − m) for any m. With
    m = max x no exponent exceeds 0 and the sum is at least 1: nothing overflows and
    nothing is divided by zero. Each slice needs its own maximum; under one maximum for
    all, a slice far below it would become 0 / 0.

    Source: I. Goodfellow, Y. Bengio, A. Courville, "Deep Learning", 2016, section 4.1.

    Examples
    --------
    >>> softmax(np.array([[0.0, 0.0], [1000.0, 0.0]]))
    array([[0.5, 0.5],
           [1. , 0. ]])
    """
    x = as_floating(x)
    check_axis("softmax", axis, x)
    y = below_maximum(x, axis)
    np.exp(y, out=y)
    y /= y.sum(axis=axis, keepdims=True)
    return y


def softmax_backward(dout: Array, x: Array, axis: int = -1) -> Array:
    """Carry a gradient with respect to probabilities back to the scores.

    Parameters
    ----------
    dout : ndarray of the shape of x
        Gradient of the loss with respect to softmax(x, axis).
    x : ndarray
        What the forward pass was given (not its output).
    axis : int
        The axis of the forward pass.

    Returns
    -------
    ndarray
        Gradient of the loss with respect to x.

    Raises
    ------
    ValueError
        If dout and x differ in shape, or x has no such axis.

    Notes
    -----
    Every output depends on every score of its slice: ∂sⱼ/∂xᵢ = sⱼ · ([i = j] − sᵢ).
    Summed over j: dxᵢ = sᵢ · (doutᵢ − Σⱼ doutⱼ · sⱼ), with no Jacobian stored.

    Examples
    --------
    >>> softmax_backward(np.array([4.0, 0.0]), np.array([0.0, 0.0]))
    array([ 1., -1.])
    """
    check_same_shape("softmax_backward", dout=dout, x=x)
    s = softmax(x, axis)
    dx: Array = s * (dout - (dout * s).sum(axis=axis, keepdims=True))
    return dx


def log_softmax(x: Array, axis: int = -1) -> Array:
    """Compute the logarithm of softmax without computing softmax.

    Parameters
    ----------
    x : ndarray of any shape
        Scores (logits). Integers are taken as float64.
    axis : int
        The axis that holds the classes; all others are independent.

    Returns
    -------
    ndarray
        A new floating array of the shape of x; no entry is above 0.

    Raises
    ------
    ValueError
        If x has no such axis.

    Notes
    -----
    log softmax(x)ᵢ = (xᵢ − m) − log Σⱼ exp(xⱼ − m), with m = max x. A probability of
    exp(−1000) rounds to 0 and its logarithm would be −∞; here it is −1000.

    Source: I. Goodfellow, Y. Bengio, A. Courville, "Deep Learning", 2016, section 4.1.

    Examples
    --------
    >>> log_softmax(np.array([1000.0, 0.0]))
    array([    0., -1000.])
    """
    x = as_floating(x)
    check_axis("log_softmax", axis, x)
    y = below_maximum(x, axis)
    y -= np.log(np.exp(y).sum(axis=axis, keepdims=True))
    return y


def log_softmax_backward(dout: Array, x: Array, axis: int = -1) -> Array:
    """Carry a gradient with respect to log-probabilities back to the scores.

    Parameters
    ----------
    dout : ndarray of the shape of x
        Gradient of the loss with respect to log_softmax(x, axis).
    x : ndarray
        What the forward pass was given (not its output).
    axis : int
        The axis of the forward pass.

    Returns
    -------
    ndarray
        Gradient of the loss with respect to x.

    Raises
    ------
    ValueError
        If dout and x differ in shape, or x has no such axis.

    Notes
    -----
    dxᵢ = doutᵢ − softmax(x)ᵢ · Σⱼ doutⱼ. For the loss −log softmax(x)ₖ this is the
    well-known softmax(x) − one_hot(k).

    Examples
    --------
    >>> log_softmax_backward(np.array([-1.0, 0.0]), np.array([0.0, 0.0]))
    array([-0.5,  0.5])
    """
    check_same_shape("log_softmax_backward", dout=dout, x=x)
    dout = as_floating(dout)
    dx: Array = dout - softmax(x, axis) * dout.sum(axis=axis, keepdims=True)
    return dx


def below_maximum(x: Array, axis: int) -> Array:
    """Subtract from each slice its maximum: the largest entry becomes 0."""
    with np.errstate(over="ignore"):  # a gap too wide for the dtype is −∞: exp is 0
        below: Array = x - x.max(axis=axis, keepdims=True)
    return below
