"""Layer normalization: the last axes of each sample, standardised."""

import numpy as np

from cnnquiz.engine._arrays import (
    Array,
    all_floating,
    check_same_shape,
    check_shape,
)


def layer_norm(x: Array, gamma: Array, beta: Array, eps: float = 1e-5) -> Array:
    """Standardise the last axis of x, then scale and shift each of its elements.

    Parameters
    ----------
    x : ndarray of shape (..., D)
        Integers are taken as float64.
    gamma, beta : ndarray of shape (D,)
        Learned scale and shift. If they have more axes, that many last axes of x are
        standardised together, as with PyTorch's normalized_shape.
    eps : float
        Added to the variance, inside the root.

    Returns
    -------
    ndarray of the shape of x

    Raises
    ------
    ValueError
        If the shapes do not fit, or gamma has no axes or no elements.

    Notes
    -----
    y = γ · (x − μ) / √(σ² + ε) + β, with each row's μ and biased σ² (divided by D). No
    row looks at another one, so training and evaluation are alike.

    Source: J. L. Ba, J. R. Kiros, G. Hinton, "Layer Normalization", arXiv:1607.06450.

    Examples
    --------
    >>> x = np.array([[1.0, 5.0], [20.0, 10.0]])
    >>> layer_norm(x, gamma=np.array([1.0, 10.0]), beta=np.zeros(2), eps=0.0)
    array([[ -1.,  10.],
           [  1., -10.]])
    """
    x, gamma, beta = all_floating(x, gamma, beta)
    _check_layer_norm("layer_norm", x, gamma, beta=beta)
    x_hat, _ = standardise(x.reshape(-1, gamma.size), eps)
    y = x_hat.reshape(x.shape)
    y *= gamma
    y += beta
    return y


def layer_norm_backward(
    dout: Array, x: Array, gamma: Array, eps: float = 1e-5
) -> tuple[Array, Array, Array]:
    """Compute the gradients of layer_norm.

    Parameters
    ----------
    dout : ndarray of the shape of x
        Gradient of the loss with respect to y.
    x : ndarray of shape (..., D)
        What the forward pass was given.
    gamma : ndarray of shape (D,)
        What the forward pass was given; more axes as there.
    eps : float
        What the forward pass was given.

    Returns
    -------
    dx : ndarray of the shape of x
    dgamma, dbeta : ndarray of the shape of gamma

    Raises
    ------
    ValueError
        If the shapes do not fit, or gamma has no axes or no elements.

    Notes
    -----
    dβ and dγ are sums over the rows of dout and of dout · x̂. For each row, with
    g = γ · dout and means over the row:

    dx = (g − mean(g) − x̂ · mean(g · x̂)) / √(σ² + ε).

    Examples
    --------
    >>> dx, dgamma, dbeta = layer_norm_backward(
    ...     dout=np.array([[3.0, 4.0]]), x=np.array([[1.0, 5.0]]), gamma=np.ones(2)
    ... )
    >>> dgamma.round(4), dbeta
    (array([-3.,  4.]), array([3., 4.]))
    """
    dout, x, gamma = all_floating(dout, x, gamma)
    check_same_shape("layer_norm_backward", dout=dout, x=x)
    _check_layer_norm("layer_norm_backward", x, gamma)
    x_hat, inv_std = standardise(x.reshape(-1, gamma.size), eps)
    dout = dout.reshape(-1, *gamma.shape)
    dx = standardise_backward((dout * gamma).reshape(x_hat.shape), x_hat, inv_std)
    dgamma = (dout * x_hat.reshape(dout.shape)).sum(axis=0)
    return dx.reshape(x.shape), dgamma, dout.sum(axis=0)


def standardise(rows: Array, eps: float) -> tuple[Array, Array]:
    """Return each row's x̂ = (x − μ) / √(σ² + ε), in a new array, and 1 / √(σ² + ε)."""
    x_hat: Array = rows - rows.mean(axis=1, keepdims=True)
    var = np.vecdot(x_hat, x_hat)[:, np.newaxis] / rows.shape[1]
    inv_std: Array = 1 / np.sqrt(var + float(eps))
    x_hat *= inv_std
    return x_hat, inv_std


def standardise_backward(dx_hat: Array, x_hat: Array, inv_std: Array) -> Array:
    """Carry a gradient back through standardise.

    It loses what shifts its row (the mean) and what stretches it (the share of x̂):
    standardising undoes both, so the loss does not see them.
    """
    shift = dx_hat.mean(axis=1, keepdims=True)
    stretch = np.vecdot(dx_hat, x_hat)[:, np.newaxis] / x_hat.shape[1]
    dx: Array = inv_std * (dx_hat - shift - x_hat * stretch)
    return dx


def _check_layer_norm(function: str, x: Array, gamma: Array, **more: Array) -> None:
    if gamma.ndim == 0 or gamma.size == 0:
        raise ValueError(
            f"{function}: gamma must be an array (D,) with D at least 1, "
            f"got shape {gamma.shape}"
        )
    last = x.shape[max(x.ndim - gamma.ndim, 0) :]
    for name, array in {"gamma": gamma, **more}.items():
        check_shape(function, name, array, last, because=f"x is {x.shape}")
