"""Losses on yes-or-no targets, computed from logits: binary and focal cross-entropy."""

import numpy as np
from numpy.typing import ArrayLike

from cnnquiz.engine._arrays import Array, Scalar, matched, mean
from cnnquiz.engine.sigmoids import sigmoid


def binary_cross_entropy_with_logits(logits: Array, targets: ArrayLike) -> Scalar:
    """Average the cross-entropy of sigmoid(logits) against targets between 0 and 1.

    Parameters
    ----------
    logits : ndarray of any shape
        Scores before the sigmoid. Integers are taken as float64.
    targets : ndarray of the shape of logits
        Probabilities of the positive class: 0, 1 or between.

    Returns
    -------
    scalar
        The mean over all elements, in nats; nan if there are none.

    Raises
    ------
    ValueError
        If logits and targets differ in shape: broadcasting would compare every row with
        every other.

    Notes
    -----
    −t · log σ(x) − (1 − t) · log(1 − σ(x)) = max(x, 0) − t · x + log(1 + exp(−|x|)). No
    exponent is above 0, and no logarithm is taken of a sigmoid that rounded to 0.

    Source: TensorFlow documentation, tf.nn.sigmoid_cross_entropy_with_logits, which
    derives this form.

    Examples
    --------
    >>> logits = np.array([1000.0, -1000.0])
    >>> binary_cross_entropy_with_logits(logits, np.array([0.0, 0.0])).item()
    500.0
    """
    x, t = matched("binary_cross_entropy_with_logits", targets, logits=logits)
    loss = np.maximum(x, 0) - t * x + np.log1p(np.exp(-np.abs(x)))
    return mean(loss)


def binary_cross_entropy_with_logits_backward(
    logits: Array, targets: ArrayLike
) -> Array:
    """Compute the gradient of binary_cross_entropy_with_logits.

    Parameters
    ----------
    logits : ndarray of any shape
        What the forward pass was given.
    targets : ndarray of the shape of logits
        What the forward pass was given.

    Returns
    -------
    ndarray of the shape of logits

    Raises
    ------
    ValueError
        If logits and targets differ in shape.

    Notes
    -----
    dlogits = (σ(logits) − targets) / size: predicted minus true, as with softmax.

    Examples
    --------
    >>> binary_cross_entropy_with_logits_backward(np.zeros(2), np.array([0.0, 1.0]))
    array([ 0.25, -0.25])
    """
    x, t = matched("binary_cross_entropy_with_logits_backward", targets, logits=logits)
    return (sigmoid(x) - t) / max(x.size, 1)


def focal_loss(
    logits: Array, targets: ArrayLike, gamma: float = 2.0, alpha: float = 0.25
) -> Scalar:
    """Average a binary cross-entropy that counts easy examples less.

    Parameters
    ----------
    logits : ndarray of any shape
        Scores before the sigmoid. Integers are taken as float64.
    targets : ndarray of the shape of logits
        0 or 1.
    gamma : float
        How much less easy examples count; 0 gives the α-balanced cross-entropy.
    alpha : float
        The weight of the positive class; the negative class has 1 − alpha.

    Returns
    -------
    scalar
        The mean over all elements; nan if there are none.

    Raises
    ------
    ValueError
        If logits and targets differ in shape, a target is not 0 or 1, or gamma is
        negative.

    Notes
    -----
    FL = −αₜ · (1 − pₜ)^γ · log pₜ, where pₜ is the probability of the true class: σ(x)
    for a positive, σ(−x) for a negative. With z = x for positives and −x for negatives
    this is αₜ · σ(−z)^γ · log(1 + exp(−z)): one formula for both, and no logarithm of
    a rounded probability. α = ¼ favours the *negative* class: γ has already pushed down
    the many easy negatives.

    Source: T.-Y. Lin et al., "Focal Loss for Dense Object Detection", ICCV 2017.

    Examples
    --------
    At logit 0 every p is ½, and ½² · log 2 is about 0.1733:

    >>> zero, positive, negative = np.zeros(1), np.ones(1), np.zeros(1)
    >>> focal_loss(zero, positive, alpha=1.0).round(4).item()
    0.1733
    >>> focal_loss(zero, negative, alpha=1.0).item()
    0.0
    """
    _, z, alpha_t = _focal_terms("focal_loss", logits, targets, gamma, alpha)
    surprise = _softplus(-z)  # −log pₜ
    return mean(alpha_t * sigmoid(-z) ** float(gamma) * surprise)


def focal_loss_backward(
    logits: Array, targets: ArrayLike, gamma: float = 2.0, alpha: float = 0.25
) -> Array:
    """Compute the gradient of focal_loss with respect to the logits.

    Parameters
    ----------
    logits : ndarray of any shape
        What the forward pass was given.
    targets : ndarray of the shape of logits
        What the forward pass was given.
    gamma, alpha : float
        What the forward pass was given.

    Returns
    -------
    ndarray of the shape of logits

    Raises
    ------
    ValueError
        If logits and targets differ in shape, a target is not 0 or 1, or gamma is
        negative.

    Notes
    -----
    With z as in focal_loss, since σ′(−z) = −σ(z) · σ(−z):

    ∂FL/∂z = −αₜ · σ(−z)^γ · (γ · σ(z) · log(1 + exp(−z)) + σ(−z)),

    and dlogits = ±∂FL/∂z / size, + for positives and − for negatives.

    Examples
    --------
    With γ = 0 this is the α-weighted gradient of the binary cross-entropy:

    >>> logits, targets = np.zeros(2), np.array([1.0, 0.0])
    >>> focal_loss_backward(logits, targets, gamma=0.0, alpha=0.25)
    array([-0.0625,  0.1875])
    """
    sign, z, alpha_t = _focal_terms(
        "focal_loss_backward", logits, targets, gamma, alpha
    )
    gamma = float(gamma)
    surprise = _softplus(-z)
    miss = sigmoid(-z)  # 1 − pₜ
    dz = -alpha_t * miss**gamma * (gamma * sigmoid(z) * surprise + miss)
    dlogits: Array = sign * dz / max(z.size, 1)
    return dlogits


def _focal_terms(
    function: str, logits: Array, targets: ArrayLike, gamma: float, alpha: float
) -> tuple[Array, Array, Array]:
    """Return ±1, the logit of the true class, and its α."""
    x, t = matched(function, targets, logits=logits)
    hard = np.isin(t, (0, 1))
    if not hard.all():
        raise ValueError(f"{function}: targets must be 0 or 1, got {t[~hard][0]}")
    if not gamma >= 0:
        raise ValueError(f"{function}: gamma must be at least 0, got {gamma}")
    sign = 2 * t - 1
    alpha = float(alpha)
    return sign, sign * x, alpha * t + (1 - alpha) * (1 - t)


def _softplus(x: Array) -> Array:
    """Compute log(1 + exp(x)) with no exponent above 0."""
    y: Array = np.maximum(x, 0) + np.log1p(np.exp(-np.abs(x)))
    return y
