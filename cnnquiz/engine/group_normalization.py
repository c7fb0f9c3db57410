"""Group and instance normalization: a layer norm over groups of channels.

Like a layer norm they standardise rows of numbers that belong to one sample, and differ
in what a row is: a group of neighbouring channels with all their pixels, or one channel
with all of its pixels. They never look at other samples, so training and evaluation are
alike.
"""

import math

from cnnquiz.engine._arrays import (
    Array,
    all_floating,
    check_same_shape,
    check_shape,
)
from cnnquiz.engine.layer_normalization import standardise, standardise_backward


def group_norm(
    x: Array, num_groups: int, gamma: Array, beta: Array, eps: float = 1e-5
) -> Array:
    """Standardise each group of channels of each sample, then scale each channel.

    Parameters
    ----------
    x : ndarray of shape (N, C, H, W) or (N, C, ...)
        Integers are taken as float64.
    num_groups : int
        A divisor of C. Group 0 is the first C / num_groups channels, and so on.
    gamma, beta : ndarray of shape (C,)
        Learned scale and shift, one a channel (not one a group).
    eps : float
        Added to the variance, inside the root.

    Returns
    -------
    ndarray of the shape of x

    Raises
    ------
    ValueError
        If the shapes do not fit, a sample has no values, or num_groups does not divide
        C.

    Notes
    -----
    y = γ · (x − μ) / √(σ² + ε) + β, with μ and the biased σ² over the C / G channels of
    a group and all their pixels. One group is a layer norm over (C, H, W) with γ and β
    a channel; C groups are an instance norm.

    Source: Y. Wu, K. He, "Group Normalization", ECCV 2018.

    Examples
    --------
    Channels 0 and 1 share a mean of 3, channels 2 and 3 one of 15:

    >>> x = np.array([[[1.0], [5.0], [20.0], [10.0]]])
    >>> group_norm(x, 2, gamma=np.ones(4), beta=np.zeros(4), eps=0.0).ravel()
    array([-1.,  1.,  1., -1.])
    """
    x, gamma, beta = all_floating(x, gamma, beta)
    _check_group_norm("group_norm", x, num_groups, gamma, beta=beta)
    x_hat, _ = standardise(_group_rows(x, num_groups), eps)
    y = x_hat.reshape(x.shape)
    y *= _per_channel(gamma, x)
    y += _per_channel(beta, x)
    return y


def group_norm_backward(
    dout: Array, x: Array, num_groups: int, gamma: Array, eps: float = 1e-5
) -> tuple[Array, Array, Array]:
    """Compute the gradients of group_norm.

    Parameters
    ----------
    dout : ndarray of the shape of x
        Gradient of the loss with respect to y.
    x : ndarray of shape (N, C, H, W) or (N, C, ...)
        What the forward pass was given.
    num_groups : int
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
        If the shapes do not fit, a sample has no values, or num_groups does not divide
        C.

    Notes
    -----
    As layer_norm_backward, with a group for a row; dγ and dβ are sums over all axes but
    the channels.

    Examples
    --------
    >>> dx, dgamma, dbeta = group_norm_backward(
    ...     dout=np.array([[[3.0], [4.0]]]), x=np.array([[[1.0], [5.0]]]),
    ...     num_groups=1, gamma=np.ones(2),
    ... )
    >>> dgamma.round(4), dbeta
    (array([-3.,  4.]), array([3., 4.]))
    """
    dout, x, gamma = all_floating(dout, x, gamma)
    check_same_shape("group_norm_backward", dout=dout, x=x)
    _check_group_norm("group_norm_backward", x, num_groups, gamma)
    x_hat, inv_std = standardise(_group_rows(x, num_groups), eps)
    dx_hat = (dout * _per_channel(gamma, x)).reshape(x_hat.shape)
    dx = standardise_backward(dx_hat, x_hat, inv_std)
    all_but_channels = (0, *range(2, x.ndim))
    dgamma = (dout * x_hat.reshape(x.shape)).sum(axis=all_but_channels)
    return dx.reshape(x.shape), dgamma, dout.sum(axis=all_but_channels)


def instance_norm(x: Array, gamma: Array, beta: Array, eps: float = 1e-5) -> Array:
    """Standardise each channel of each sample by itself, then scale and shift it.

    Parameters
    ----------
    x : ndarray of shape (N, C, H, W) or (N, C, ...)
        Integers are taken as float64.
    gamma, beta : ndarray of shape (C,)
        Learned scale and shift.
    eps : float
        Added to the variance, inside the root.

    Returns
    -------
    ndarray of the shape of x

    Raises
    ------
    ValueError
        If the shapes do not fit, or a sample has no values.

    Notes
    -----
    A group norm with every channel a group of its own. A channel of one pixel becomes
    its β.

    Source: D. Ulyanov, A. Vedaldi, V. Lempitsky, "Instance Normalization: The Missing
    Ingredient for Fast Stylization", arXiv:1607.08022.

    Examples
    --------
    >>> x = np.array([[[1.0, 5.0], [20.0, 10.0]]])
    >>> instance_norm(x, gamma=np.array([1.0, 10.0]), beta=np.zeros(2), eps=0.0)
    array([[[ -1.,   1.],
            [ 10., -10.]]])
    """
    x, gamma, beta = all_floating(x, gamma, beta)
    _check_group_norm("instance_norm", x, None, gamma, beta=beta)
    return group_norm(x, x.shape[1], gamma, beta, eps)


def instance_norm_backward(
    dout: Array, x: Array, gamma: Array, eps: float = 1e-5
) -> tuple[Array, Array, Array]:
    """Compute the gradients of instance_norm.

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
        If the shapes do not fit, or a sample has no values.

    Notes
    -----
    group_norm_backward with every channel a group of its own.

    Examples
    --------
    >>> dx, dgamma, dbeta = instance_norm_backward(
    ...     dout=np.array([[[3.0, 4.0]]]), x=np.array([[[1.0, 5.0]]]), gamma=np.ones(1)
    ... )
    >>> dgamma.round(4), dbeta
    (array([1.]), array([7.]))
    """
    dout, x, gamma = all_floating(dout, x, gamma)
    check_same_shape("instance_norm_backward", dout=dout, x=x)
    _check_group_norm("instance_norm_backward", x, None, gamma)
    return group_norm_backward(dout, x, x.shape[1], gamma, eps)


def _group_rows(x: Array, num_groups: int) -> Array:
    """View (N, C, ...) as one row a group: neighbouring channels, all their pixels."""
    return x.reshape(x.shape[0] * num_groups, math.prod(x.shape[1:]) // num_groups)


def _per_channel(parameter: Array, x: Array) -> Array:
    """View (C,) as (C, 1, ...), to broadcast against (N, C, ...)."""
    return parameter.reshape(-1, *[1] * (x.ndim - 2))


def _check_group_norm(
    function: str, x: Array, num_groups: int | None, gamma: Array, **more: Array
) -> None:
    if x.ndim < 2 or math.prod(x.shape[1:]) == 0:
        raise ValueError(
            f"{function}: x must have shape (N, C, ...) with values in every sample, "
            f"got {x.shape}"
        )
    C = x.shape[1]
    if num_groups is not None and (num_groups < 1 or C % num_groups):
        raise ValueError(
            f"{function}: num_groups must divide the {C} channels of x, "
            f"got {num_groups}"
        )
    for name, array in {"gamma": gamma, **more}.items():
        check_shape(function, name, array, (C,), because=f"x is {x.shape}")
