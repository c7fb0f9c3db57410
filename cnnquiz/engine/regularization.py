"""Dropout and weight penalties: two ways to keep a network from memorising."""

import numpy as np

from cnnquiz.engine._arrays import Array, Scalar, as_floating, check_same_shape


def dropout(
    x: Array, p: float, rng: np.random.Generator, training: bool = True
) -> tuple[Array, Array]:
    """Zero each value with probability p and scale up what remains.

    Parameters
    ----------
    x : ndarray of any shape
        Every element is dropped or kept by a draw of its own. Integers are taken as
        float64.
    p : float
        The probability to drop, 0 ≤ p < 1.
    rng : numpy.random.Generator
        Where the draws come from.
    training : bool
        When False, nothing is dropped or scaled and nothing is drawn.

    Returns
    -------
    y : ndarray of the shape of x
        x · mask.
    mask : ndarray of the shape of x
        The multiplier that was applied: 0 or 1 / (1 − p); ones when not training.

    Raises
    ------
    ValueError
        If p is not in [0, 1).

    Notes
    -----
    Inverted dropout: dividing by the probability to keep makes the expected value of y
    equal x, so that nothing is left to do when training is over.

    Source: N. Srivastava et al., "Dropout: A Simple Way to Prevent Neural Networks from
    Overfitting", JMLR 2014, section 10, for the inverted form.

    Examples
    --------
    >>> y, mask = dropout(np.full(1000, 3.0), p=0.25, rng=np.random.default_rng(0))
    >>> np.unique(y), np.unique(mask * 0.75)
    (array([0., 4.]), array([0., 1.]))
    >>> dropout(np.array([3.0]), 0.25, np.random.default_rng(0), training=False)
    (array([3.]), array([1.]))
    """
    if not 0 <= p < 1:
        raise ValueError(
            f"dropout: p is the probability to drop and must be in [0, 1), got {p}"
        )
    x = as_floating(x)
    if training:
        kept = rng.random(x.shape) >= p
        mask: Array = kept * x.dtype.type(1 / (1 - p))
    else:
        mask = np.ones_like(x)
    return x * mask, mask


def dropout_backward(dout: Array, mask: Array) -> Array:
    """Send the gradient back through the values that were kept.

    Parameters
    ----------
    dout : ndarray of the shape of mask
        Gradient of the loss with respect to dropout's y.
    mask : ndarray
        The mask that the forward pass returned; it holds the scale already.

    Returns
    -------
    ndarray
        Gradient of the loss with respect to x.

    Raises
    ------
    ValueError
        If dout and mask differ in shape.

    Notes
    -----
    y = x · mask is linear in x, so dx = dout · mask with the very same mask.

    Examples
    --------
    >>> dropout_backward(np.array([10.0, 10.0]), np.array([0.0, 2.0]))
    array([ 0., 20.])
    """
    check_same_shape("dropout_backward", dout=dout, mask=mask)
    dx: Array = as_floating(dout) * mask
    return dx


def weight_penalty(w: Array, l1: float = 0.0, l2: float = 0.0) -> tuple[Scalar, Array]:
    """Compute what large weights add to the loss, and its gradient.

    Parameters
    ----------
    w : ndarray of any shape
        Weights; biases are usually left unpenalised. Integers are taken as float64.
    l1, l2 : float
        The strengths of the two penalties.

    Returns
    -------
    loss : scalar
        l1 · Σ|w| + ½ · l2 · Σw².
    gradient : ndarray of the shape of w
        l1 · sign(w) + l2 · w.

    Notes
    -----
    The ½ cancels the 2 of the derivative. |w| has no derivative at 0; sign(0) = 0 is
    taken there, so that a weight at 0 stays. L1 pulls every weight by the same amount,
    which sets small ones to 0; L2 pulls in proportion, which only shrinks them.

    Source: I. Goodfellow, Y. Bengio, A. Courville, "Deep Learning", 2016, section 7.1.

    Examples
    --------
    >>> loss, gradient = weight_penalty(np.array([-2.0, 0.0, 4.0]), l1=1.0, l2=0.5)
    >>> loss.item()  # 1 · (2 + 4) + ½ · 0.5 · (4 + 16)
    11.0
    >>> gradient
    array([-2.,  0.,  3.])
    """
    w = as_floating(w)
    l1, l2 = float(l1), float(l2)
    loss: Scalar = l1 * np.abs(w).sum() + 0.5 * l2 * np.square(w).sum()
    gradient: Array = l1 * np.sign(w) + l2 * w
    return loss, gradient
