"""Losses on class labels: how surprised the predicted probabilities are by the truth.

All take classes along axis 1, and any axes of positions after it: (N, C) for whole
images, (N, C, H, W) for one prediction a pixel.
"""

import numpy as np
from numpy.typing import ArrayLike

from cnnquiz.engine._arrays import Array, Scalar, mean
from cnnquiz.engine.labels import as_rows, from_rows
from cnnquiz.engine.probabilities import below_maximum, log_softmax, softmax


def nll_loss(log_probs: Array, labels: ArrayLike) -> Scalar:
    """Average the negative log-probability of the true class.

    Parameters
    ----------
    log_probs : ndarray of shape (N, C, ...)
        Log-probabilities, as log_softmax(x, axis=1) gives them. Integers are taken as
        float64.
    labels : ndarray of shape (N, ...), integer
        The true class of each prediction, 0 to C - 1.

    Returns
    -------
    scalar
        The mean over all predictions; nan if there are none.

    Raises
    ------
    TypeError
        If the labels are not integers.
    ValueError
        If the shapes do not fit, or a label is outside 0 to C - 1.

    Notes
    -----
    L = −(1/N) · Σₙ log_probs[n, labelsₙ].

    Source: I. Goodfellow, Y. Bengio, A. Courville, "Deep Learning", 2016, section 5.5.

    Examples
    --------
    >>> nll_loss(np.array([[-1.0, -2.0], [-3.0, -4.0]]), np.array([0, 1])).item()
    2.5
    """
    rows, labels = as_rows("nll_loss", "log_probs", log_probs, labels)
    return 0 - mean(rows[np.arange(len(rows)), labels])  # 0 − 0 is not −0


def nll_loss_backward(log_probs: Array, labels: ArrayLike) -> Array:
    """Compute the gradient of nll_loss with respect to the log-probabilities.

    Parameters
    ----------
    log_probs : ndarray of shape (N, C, ...)
        What the forward pass was given.
    labels : ndarray of shape (N, ...), integer
        What the forward pass was given.

    Returns
    -------
    ndarray of the shape of log_probs
        A new floating array.

    Raises
    ------
    TypeError
        If the labels are not integers.
    ValueError
        If the shapes do not fit, or a label is outside 0 to C - 1.

    Notes
    -----
    −1/N at the true class of each of the N predictions, 0 elsewhere: the values of the
    log-probabilities do not matter.

    Examples
    --------
    >>> nll_loss_backward(np.array([[-1.0, -2.0], [-3.0, -4.0]]), np.array([0, 1]))
    array([[-0.5,  0. ],
           [ 0. , -0.5]])
    """
    rows, labels = as_rows("nll_loss_backward", "log_probs", log_probs, labels)
    N = len(rows)
    drows = np.zeros_like(rows)
    drows[np.arange(N), labels] = -1 / max(N, 1)
    return from_rows(drows, np.shape(log_probs))


def cross_entropy(logits: Array, labels: ArrayLike) -> Scalar:
    """Average the cross-entropy of softmax(logits) against the true classes.

    Parameters
    ----------
    logits : ndarray of shape (N, C, ...)
        Scores before softmax. Integers are taken as float64.
    labels : ndarray of shape (N, ...), integer
        The true class of each prediction, 0 to C - 1.

    Returns
    -------
    scalar
        The mean over all predictions, in nats; nan if there are none.

    Raises
    ------
    TypeError
        If the labels are not integers.
    ValueError
        If the shapes do not fit, or a label is outside 0 to C - 1.

    Notes
    -----
    L = −(1/N) · Σₙ log softmax(logitsₙ)[labelsₙ]. With C classes and equal logits this
    is log C, which is what an untrained classifier should show. A logit of −∞ rules its
    class out: it costs nothing unless it is the true one.

    Source: C. Bishop, "Pattern Recognition and Machine Learning", 2006, section 4.3.4.

    Examples
    --------
    >>> cross_entropy(np.array([[0.0, 1000.0]]), np.array([0])).item()
    1000.0
    >>> cross_entropy(np.zeros((5, 10)), np.arange(5)).round(4).item()  # log 10
    2.3026
    """
    rows, labels = as_rows("cross_entropy", "logits", logits, labels)
    log_probs = log_softmax(rows)
    return 0 - mean(log_probs[np.arange(len(rows)), labels])  # 0 − 0 is not −0


def cross_entropy_backward(logits: Array, labels: ArrayLike) -> Array:
    """Compute the gradient of cross_entropy with respect to the logits.

    Parameters
    ----------
    logits : ndarray of shape (N, C, ...)
        What the forward pass was given.
    labels : ndarray of shape (N, ...), integer
        What the forward pass was given.

    Returns
    -------
    ndarray of the shape of logits
        A new floating array; each prediction's entries sum to 0.

    Raises
    ------
    TypeError
        If the labels are not integers.
    ValueError
        If the shapes do not fit, or a label is outside 0 to C - 1.

    Notes
    -----
    dlogits = (softmax(logits) − one_hot(labels)) / N: predicted minus true, and 1/N
    because the loss is a mean.

    Examples
    --------
    >>> cross_entropy_backward(np.array([[0.0, 0.0], [9.0, 9.0]]), np.array([0, 1]))
    array([[-0.25,  0.25],
           [ 0.25, -0.25]])
    """
    rows, labels = as_rows("cross_entropy_backward", "logits", logits, labels)
    N = len(rows)
    drows = softmax(rows)
    drows[np.arange(N), labels] -= 1
    drows /= max(N, 1)
    return from_rows(drows, np.shape(logits))


def cross_entropy_with_gradient(
    logits: Array, labels: ArrayLike
) -> tuple[Scalar, Array]:
    """Compute cross_entropy and cross_entropy_backward at the price of one of them.

    Parameters
    ----------
    logits : ndarray of shape (N, C, ...)
        Scores before softmax. Integers are taken as float64.
    labels : ndarray of shape (N, ...), integer
        The true class of each prediction, 0 to C - 1.

    Returns
    -------
    loss : scalar
    dlogits : ndarray of the shape of logits

    Raises
    ------
    TypeError
        If the labels are not integers.
    ValueError
        If the shapes do not fit, or a label is outside 0 to C - 1.

    Notes
    -----
    Both need eⱼ = exp(xⱼ − max x), the costly part: with S = Σⱼ eⱼ the loss of a row is
    log S − (x − max x)[label], and its softmax is e / S. Training loops use this form.

    Source: as for cross_entropy.

    Examples
    --------
    >>> loss, dlogits = cross_entropy_with_gradient(np.zeros((1, 2)), np.array([0]))
    >>> loss.round(4).item(), dlogits  # log 2, predicted minus true
    (0.6931, array([[-0.5,  0.5]]))
    """
    rows, labels = as_rows("cross_entropy_with_gradient", "logits", logits, labels)
    N = len(rows)
    at_label = np.arange(N), labels
    below = below_maximum(rows, axis=1)
    drows = np.exp(below)
    total = drows.sum(axis=1)
    loss = mean(np.log(total) - below[at_label])
    drows /= total[:, np.newaxis]
    drows[at_label] -= 1
    drows /= max(N, 1)
    return loss, from_rows(drows, np.shape(logits))
