"""Label smoothing: cross-entropy against targets that leave room for doubt."""

import numpy as np
from numpy.typing import ArrayLike

from cnnquiz.engine._arrays import Array, Scalar, mean
from cnnquiz.engine.labels import as_rows, from_rows
from cnnquiz.engine.probabilities import log_softmax, softmax


def label_smoothing_loss(logits: Array, labels: ArrayLike, smoothing: float) -> Scalar:
    """Average the cross-entropy against targets that leave some weight to every class.

    Parameters
    ----------
    logits : ndarray of shape (N, C, ...)
        Scores before softmax. Integers are taken as float64.
    labels : ndarray of shape (N, ...), integer
        The true class of each prediction, 0 to C - 1.
    smoothing : float
        The share ε, 0 to 1, that is spread evenly over all C classes.

    Returns
    -------
    scalar
        The mean over all predictions; nan if there are none.

    Raises
    ------
    TypeError
        If the labels are not integers.
    ValueError
        If the shapes do not fit, a label is outside 0 to C - 1, or smoothing is outside
        0 to 1.

    Notes
    -----
    L = −(1/N) · Σₙ Σⱼ tₙⱼ · log softmax(logitsₙ)ⱼ with t = (1 − ε) · one_hot + ε / C.
    The true class receives 1 − ε + ε / C: the ε is spread over all classes, the true
    one included.

    Source: C. Szegedy et al., "Rethinking the Inception Architecture for Computer
    Vision", CVPR 2016, section 7.

    Examples
    --------
    Targets (0.75, 0.25) against log-probabilities (0, -1000):

    >>> logits = np.array([[1000.0, 0.0]])
    >>> label_smoothing_loss(logits, np.array([0]), smoothing=0.5).item()
    250.0
    """
    rows, labels = as_rows("label_smoothing_loss", "logits", logits, labels)
    epsilon = _checked_smoothing("label_smoothing_loss", smoothing)
    log_probs = log_softmax(rows)
    at_label = log_probs[np.arange(len(rows)), labels]
    return 0 - (1 - epsilon) * mean(at_label) - epsilon * mean(log_probs)


def label_smoothing_loss_backward(
    logits: Array, labels: ArrayLike, smoothing: float
) -> Array:
    """Compute the gradient of label_smoothing_loss with respect to the logits.

    Parameters
    ----------
    logits : ndarray of shape (N, C, ...)
        What the forward pass was given.
    labels : ndarray of shape (N, ...), integer
        What the forward pass was given.
    smoothing : float
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
        If the shapes do not fit, a label is outside 0 to C - 1, or smoothing is outside
        0 to 1.

    Notes
    -----
    dlogits = (softmax(logits) − t) / N with t = (1 − ε) · one_hot + ε / C.

    Examples
    --------
    >>> logits = np.array([[0.0, 0.0]])
    >>> label_smoothing_loss_backward(logits, np.array([0]), smoothing=0.5)
    array([[-0.25,  0.25]])
    """
    rows, labels = as_rows("label_smoothing_loss_backward", "logits", logits, labels)
    epsilon = _checked_smoothing("label_smoothing_loss_backward", smoothing)
    N, C = rows.shape
    drows = softmax(rows)
    drows -= epsilon / C
    drows[np.arange(N), labels] -= 1 - epsilon
    drows /= max(N, 1)
    return from_rows(drows, np.shape(logits))


def _checked_smoothing(function: str, smoothing: float) -> float:
    if not 0 <= smoothing <= 1:
        raise ValueError(f"{function}: smoothing must be in 0 to 1, got {smoothing}")
    return float(smoothing)
