"""Mean squared error: the loss of regression."""

import numpy as np
from numpy.typing import ArrayLike

from cnnquiz.engine._arrays import Array, Scalar, matched, mean


def mse_loss(predictions: Array, targets: ArrayLike) -> Scalar:
    """Average the squared differences.

    Parameters
    ----------
    predictions : ndarray of any shape
        Integers are taken as float64.
    targets : ndarray of the shape of predictions

    Returns
    -------
    scalar
        The mean over all elements; nan if there are none.

    Raises
    ------
    ValueError
        If the shapes differ: (N,) against (N, 1) would broadcast to (N, N).

    Notes
    -----
    L = (1/M) · Σ (p − t)², M being the number of elements (not of samples), and without
    the ½ that some texts put before it.

    Source: C. Bishop, "Pattern Recognition and Machine Learning", 2006, section 1.1.

    Examples
    --------
    >>> mse_loss(np.array([1.0, 5.0]), np.array([2.0, 2.0])).item()
    5.0
    """
    predictions, targets = matched("mse_loss", targets, predictions=predictions)
    return mean(np.square(predictions - targets))


def mse_loss_backward(predictions: Array, targets: ArrayLike) -> Array:
    """Compute the gradient of mse_loss with respect to the predictions.

    Parameters
    ----------
    predictions : ndarray of any shape
        What the forward pass was given.
    targets : ndarray of the shape of predictions
        What the forward pass was given.

    Returns
    -------
    ndarray of the shape of predictions

    Raises
    ------
    ValueError
        If the shapes differ.

    Notes
    -----
    dp = 2 · (p − t) / M, with M and without ½ as in mse_loss.

    Examples
    --------
    >>> mse_loss_backward(np.array([1.0, 5.0]), np.array([2.0, 2.0]))
    array([-1.,  3.])
    """
    predictions, targets = matched(
        "mse_loss_backward", targets, predictions=predictions
    )
    gradient: Array = 2 / max(predictions.size, 1) * (predictions - targets)
    return gradient
