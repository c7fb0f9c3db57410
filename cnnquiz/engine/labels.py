"""Class labels: their one-hot form, and a row of scores for each of them."""

import operator

import numpy as np
from numpy.typing import ArrayLike

from cnnquiz.engine._arrays import Array, as_floating, check_shape


def one_hot(labels: ArrayLike, num_classes: int) -> Array:
    """Write each label as a row of zeros with a one at its class.

    Parameters
    ----------
    labels : ndarray of any shape, integer
        Classes from 0 to num_classes - 1.
    num_classes : int
        The length of each row, at least 1. It belongs to the task: the largest label of
        a batch may be any smaller one.

    Returns
    -------
    ndarray of shape labels.shape + (num_classes,), float64
        A new array.

    Raises
    ------
    TypeError
        If the labels or num_classes are not integers.
    ValueError
        If num_classes is below 1, or a label is outside 0 to num_classes - 1. A
        negative one is not counted from the end.

    Notes
    -----
    one_hot(k)ⱼ = [j = k].

    Source: I. Goodfellow, Y. Bengio, A. Courville, "Deep Learning", 2016, section 15.4.

    Examples
    --------
    >>> one_hot(np.array([2, 0]), num_classes=3)
    array([[0., 0., 1.],
           [1., 0., 0.]])
    """
    num_classes = operator.index(num_classes)
    if num_classes < 1:
        raise ValueError(f"one_hot: num_classes must be at least 1, got {num_classes}")
    labels = checked_labels("one_hot", labels, num_classes)
    is_class: Array = labels[..., np.newaxis] == np.arange(num_classes)
    return is_class.astype(np.float64)


def checked_labels(function: str, labels: ArrayLike, num_classes: int) -> Array:
    """Return the labels as an integer array, all in 0 to num_classes - 1."""
    labels = np.asarray(labels)
    if labels.dtype.kind not in "iu":
        raise TypeError(
            f"{function}: labels must be integers, got dtype {labels.dtype}"
        )
    if labels.size and not (labels.min() >= 0 and labels.max() < num_classes):
        wrong = labels[(labels < 0) | (labels >= num_classes)]
        raise ValueError(
            f"{function}: labels must be in 0 to {num_classes - 1} because there are "
            f"{num_classes} classes, got {wrong[0]}"
        )
    return labels


def as_rows(
    function: str, name: str, scores: Array, labels: ArrayLike
) -> tuple[Array, Array]:
    """Check (N, C, ...) scores and (N, ...) labels; return a row and a label each."""
    scores = as_floating(scores)
    if scores.ndim < 2 or scores.shape[1] == 0:
        raise ValueError(
            f"{function}: {name} must have shape (N, C, ...) with at least one class, "
            f"got {scores.shape}"
        )
    C = scores.shape[1]
    labels = checked_labels(function, labels, C)
    expected = scores.shape[:1] + scores.shape[2:]
    check_shape(function, "labels", labels, expected, f"{name} is {scores.shape}")
    if scores.ndim == 2:
        return scores, labels
    return np.moveaxis(scores, 1, -1).reshape(-1, C), labels.ravel()


def from_rows(rows: Array, shape: tuple[int, ...]) -> Array:
    """Bring one row a prediction back to (N, C, ...)."""
    if len(shape) == 2:
        return rows
    N, C, *positions = shape
    return np.moveaxis(rows.reshape(N, *positions, C), -1, 1)
