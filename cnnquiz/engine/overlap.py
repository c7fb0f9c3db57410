"""Dice loss: how little two masks overlap."""

import math

import numpy as np
from numpy.typing import ArrayLike

from cnnquiz.engine._arrays import Array, Scalar, matched, mean


def dice_loss(probs: Array, targets: ArrayLike, eps: float = 1e-6) -> Scalar:
    """Measure, for each sample, how little a predicted mask overlaps the true one.

    Parameters
    ----------
    probs : ndarray of shape (N, ...)
        Predicted probabilities of the foreground.
    targets : ndarray of the shape of probs
        The true mask, 0 or 1.
    eps : float
        Added above and below, so that two empty masks agree perfectly.

    Returns
    -------
    scalar
        1 minus the mean Dice coefficient of the N samples; nan if there are none.

    Raises
    ------
    ValueError
        If the shapes differ or there is no batch axis.

    Notes
    -----
    L = 1 − (1/N) · Σₙ (2 · Σ p · t + ε) / (Σ p + Σ t + ε), the inner sums over the
    pixels of sample n: a ratio a sample, then the mean, so that a small object counts
    as much as a large one. Dice is 2·|A ∩ B| / (|A| + |B|); IoU, which divides by the
    union, is smaller unless both are 0 or 1.

    Source: F. Milletari, N. Navab, S.-A. Ahmadi, "V-Net: Fully Convolutional Neural
    Networks for Volumetric Medical Image Segmentation", 3DV 2016, which squares the
    terms below; this is the form without squares.

    Examples
    --------
    One pixel in common, of two predicted and two true: Dice ½.

    >>> probs, targets = np.array([[1.0, 1.0, 0.0]]), np.array([[0.0, 1.0, 1.0]])
    >>> dice_loss(probs, targets, eps=0.0).item()
    0.5
    """
    probs, targets = matched("dice_loss", targets, probs=probs)
    above, below = _dice_terms("dice_loss", probs, targets, eps)
    return 1 - mean(above / below)


def dice_loss_backward(probs: Array, targets: ArrayLike, eps: float = 1e-6) -> Array:
    """Compute the gradient of dice_loss with respect to the probabilities.

    Parameters
    ----------
    probs : ndarray of shape (N, ...)
        What the forward pass was given.
    targets : ndarray of the shape of probs
        What the forward pass was given.
    eps : float
        What the forward pass was given.

    Returns
    -------
    ndarray of the shape of probs

    Raises
    ------
    ValueError
        If the shapes differ or there is no batch axis.

    Notes
    -----
    With A and B the numerator and the denominator of sample n, the quotient rule gives
    dp = −(1/N) · (2t · B − A) / B².

    Examples
    --------
    >>> probs, targets = np.array([[1.0, 1.0, 0.0]]), np.array([[0.0, 1.0, 1.0]])
    >>> dice_loss_backward(probs, targets, eps=0.0)  # A = 2, B = 4
    array([[ 0.125, -0.375, -0.375]])
    """
    probs, targets = matched("dice_loss_backward", targets, probs=probs)
    above, below = _dice_terms("dice_loss_backward", probs, targets, eps)
    N = len(probs)
    t = targets.reshape(N, math.prod(probs.shape[1:]))
    dprobs = (above - 2 * t * below) / (max(N, 1) * np.square(below))
    return np.asarray(dprobs.reshape(probs.shape))


def _dice_terms(
    function: str, probs: Array, targets: Array, eps: float
) -> tuple[Array, Array]:
    """Return each sample's 2 · Σ p · t + ε and Σ p + Σ t + ε, as (N, 1)."""
    if probs.ndim < 2:
        raise ValueError(
            f"{function}: probs must have shape (N, ...), one mask a sample, "
            f"got {probs.shape}"
        )
    N, L = len(probs), math.prod(probs.shape[1:])
    p, t, eps = probs.reshape(N, L), targets.reshape(N, L), float(eps)
    above: Array = 2 * (p * t).sum(axis=1, keepdims=True) + eps
    below: Array = (p + t).sum(axis=1, keepdims=True) + eps
    return above, below
