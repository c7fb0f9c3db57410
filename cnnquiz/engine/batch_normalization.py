"""Batch normalization: each channel's values over the whole batch, standardised."""

import math

import numpy as np

from cnnquiz.engine._arrays import (
    Array,
    all_floating,
    as_floating,
    check_same_shape,
    check_shape,
)


def batch_norm(
    x: Array,
    gamma: Array,
    beta: Array,
    running_mean: Array,
    running_var: Array,
    momentum: float = 0.1,
    eps: float = 1e-5,
    training: bool = True,
) -> tuple[Array, Array, Array]:
    """Standardise each channel, then scale and shift it.

    Parameters
    ----------
    x : ndarray of shape (N, C, H, W) or (N, C, ...)
        Integers are taken as float64.
    gamma, beta : ndarray of shape (C,)
        Learned scale and shift.
    running_mean, running_var : ndarray of shape (C,)
        What evaluation uses. Never changed: new arrays are returned.
    momentum : float
        The weight of the new value in the running statistics.
    eps : float
        Added to the variance, inside the root.
    training : bool
        Whether to use, and note, the statistics of this batch.

    Returns
    -------
    y : ndarray of the shape of x
    running_mean, running_var : ndarray of shape (C,)
        Updated if training, else copies.

    Raises
    ------
    ValueError
        If the shapes do not fit, or training has fewer than two values a channel.

    Notes
    -----
    y = γ · (x − μ) / √(σ² + ε) + β, with μ and σ² of each channel over N, H and W.
    Two variances are in play: y uses the biased one (divided by M = N · H · W), the
    running one stores the unbiased (divided by M − 1), as in PyTorch:

    running ← (1 − momentum) · running + momentum · new.

    Source: S. Ioffe, C. Szegedy, "Batch Normalization: Accelerating Deep Network
    Training by Reducing Internal Covariate Shift", ICML 2015, algorithms 1 and 2.

    Examples
    --------
    One channel with mean 3 and biased variance 4; the unbiased variance is 8:

    >>> x, one, zero = np.array([[1.0], [5.0]]), np.ones(1), np.zeros(1)
    >>> y, mean, var = batch_norm(x, one, zero, zero, one, momentum=0.5, eps=0.0)
    >>> y.ravel(), mean, var
    (array([-1.,  1.]), array([1.5]), array([4.5]))
    """
    x, gamma, beta = all_floating(x, gamma, beta)
    running_mean, running_var = all_floating(running_mean, running_var)
    M = _values_per_channel("batch_norm", x, needed=2 if training else 0)
    parameters = {"gamma": gamma, "beta": beta}
    statistics = {"running_mean": running_mean, "running_var": running_var}
    for name, array in (parameters | statistics).items():
        check_shape("batch_norm", name, array, x.shape[1:2], because=f"x is {x.shape}")

    if training:
        y, mean, var = _centre(x)
        keep, new = 1 - float(momentum), float(momentum)
        running_mean = keep * running_mean + new * mean
        running_var = keep * running_var + new * var * (M / (M - 1))
    else:
        y = _by_channel(x) - running_mean.astype(x.dtype)[:, np.newaxis]
        var = running_var
        running_mean, running_var = running_mean.copy(), running_var.copy()

    y *= (gamma / np.sqrt(var + float(eps)))[:, np.newaxis]
    y += beta[:, np.newaxis]
    return y.reshape(x.shape), running_mean, running_var


def batch_norm_backward(
    dout: Array, x: Array, gamma: Array, eps: float = 1e-5
) -> tuple[Array, Array, Array]:
    """Compute the gradients of batch_norm in training.

    Parameters
    ----------
    dout : ndarray of the shape of x
        Gradient of the loss with respect to y.
    x : ndarray of shape (N, C, H, W) or (N, C, ...)
        What the forward pass was given.
    gamma : ndarray of shape (C,)
        What the forward pass was given.
    eps : float
        What the forward pass was given.

    Returns
    -------
    dx : ndarray of the shape of x
    dgamma, dbeta : ndarray of shape (C,)

    Raises
    ------
    ValueError
        If the shapes do not fit, or there are fewer than two values a channel.

    Notes
    -----
    With x̂ = (x − μ) / √(σ² + ε), M values a channel and sums over N, H and W:

    dβ = Σ dout, dγ = Σ dout · x̂, dx = γ / √(σ² + ε) · (dout − dβ/M − x̂ · dγ/M).

    The last two terms are there because μ and σ² move with every x: dx has no part
    that shifts or stretches a whole channel, since y would not show it.

    Source: the chain rule of the paper, section 3, with its terms collected.

    Examples
    --------
    With two values a channel, x̂ is −1 and 1 whatever they are, so dx is 0:

    >>> dx, dgamma, dbeta = batch_norm_backward(
    ...     dout=np.array([[3.0], [4.0]]), x=np.array([[1.0], [5.0]]),
    ...     gamma=np.ones(1), eps=0.0,
    ... )
    >>> dx.ravel(), dgamma, dbeta
    (array([0., 0.]), array([1.]), array([7.]))
    """
    dout, x, gamma = all_floating(dout, x, gamma)
    check_same_shape("batch_norm_backward", dout=dout, x=x)
    M = _values_per_channel("batch_norm_backward", x, needed=2)
    check_shape(
        "batch_norm_backward", "gamma", gamma, x.shape[1:2], because=f"x is {x.shape}"
    )
    centred, _, var = _centre(x)
    dout = _by_channel(dout)
    inv_std = 1 / np.sqrt(var + float(eps))
    dbeta = dout.sum(axis=2).sum(axis=0)
    dgamma = np.vecdot(dout, centred).sum(axis=0) * inv_std

    dx = centred  # the buffer is ours: dx = scale · (dout − dβ/M − x̂ · dγ/M) in place
    dx *= (inv_std * dgamma / -M)[:, np.newaxis]
    dx += dout
    dx -= (dbeta / M)[:, np.newaxis]
    dx *= (gamma * inv_std)[:, np.newaxis]
    return dx.reshape(x.shape), dgamma, dbeta


def fold_batch_norm(
    w: Array,
    b: Array | None,
    gamma: Array,
    beta: Array,
    running_mean: Array,
    running_var: Array,
    eps: float = 1e-5,
) -> tuple[Array, Array]:
    """Merge a batch norm in evaluation into the convolution before it.

    Parameters
    ----------
    w : ndarray of shape (C_out, ...)
        Weights of a convolution or of a fully connected layer.
    b : ndarray of shape (C_out,) or None
        Its bias.
    gamma, beta, running_mean, running_var : ndarray of shape (C_out,)
        The batch norm that follows.
    eps : float
        The eps of the batch norm.

    Returns
    -------
    w : ndarray of shape (C_out, ...)
    b : ndarray of shape (C_out,)
        The layer that does both at once.

    Raises
    ------
    ValueError
        If the shapes do not fit.

    Notes
    -----
    In evaluation batch norm is a fixed line, s · z + (β − s · μ) with
    s = γ / √(σ² + ε), and z is linear in w and b: w′ = s · w along the output axis and
    b′ = s · (b − μ) + β.

    Source: B. Jacob et al., "Quantization and Training of Neural Networks for Efficient
    Integer-Arithmetic-Only Inference", CVPR 2018, section 3.2.

    Examples
    --------
    >>> w, b = fold_batch_norm(
    ...     w=np.array([[[[3.0]]]]), b=np.array([5.0]),
    ...     gamma=np.array([2.0]), beta=np.array([1.0]),
    ...     running_mean=np.array([4.0]), running_var=np.array([16.0]), eps=0.0,
    ... )
    >>> w.item(), b.item()  # s = 2 / 4; s · 3 and s · (5 − 4) + 1
    (1.5, 1.5)
    """
    w, gamma, beta = all_floating(w, gamma, beta)
    running_mean, running_var = all_floating(running_mean, running_var)
    b = np.zeros_like(running_mean) if b is None else as_floating(b)
    parameters = {"b": b, "gamma": gamma, "beta": beta}
    statistics = {"running_mean": running_mean, "running_var": running_var}
    for name, array in (parameters | statistics).items():
        check_shape(
            "fold_batch_norm", name, array, w.shape[:1], because=f"w is {w.shape}"
        )
    scale = gamma / np.sqrt(running_var + float(eps))
    folded_w: Array = w * scale.reshape(-1, *[1] * (w.ndim - 1))
    folded_b: Array = (b - running_mean) * scale + beta
    return folded_w, folded_b


def _values_per_channel(function: str, x: Array, needed: int) -> int:
    """Return M = N · H · W, the number of values that a channel's mean is over."""
    if x.ndim < 2:
        raise ValueError(f"{function}: x must have shape (N, C, ...), got {x.shape}")
    M: int = x.shape[0] * math.prod(x.shape[2:])
    if needed > M:
        raise ValueError(
            f"{function}: training needs at least {needed} values a channel, got {M} "
            f"(x is {x.shape})"
        )
    return M


def _by_channel(x: Array) -> Array:
    """View (N, C, ...) as (N, C, L): per-channel numbers broadcast as (C, 1)."""
    return x.reshape(*x.shape[:2], math.prod(x.shape[2:]))


def _centre(x: Array) -> tuple[Array, Array, Array]:
    """Return x − μ as a new (N, C, L) array, and each channel's mean and variance."""
    x = _by_channel(x)
    # A mean of means: all rows are equally long, and summing along the contiguous axis
    # first is faster and loses fewer digits than both axes at once.
    mean = x.mean(axis=2).mean(axis=0)
    centred = x - mean[:, np.newaxis]
    var = np.vecdot(centred, centred).mean(axis=0) / x.shape[2]
    return centred, mean, var
