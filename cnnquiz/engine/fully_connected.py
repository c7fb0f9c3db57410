"""The fully connected layer, and the flattening that comes before it."""

import math

import numpy as np

from cnnquiz.engine._arrays import Array, as_floating, check_shape


def linear(x: Array, w: Array, b: Array | None = None) -> Array:
    """Apply a fully connected layer: every output is a weighted sum of all inputs.

    Parameters
    ----------
    x : ndarray of shape (N, in) or (..., in)
        Floating, or integer with floating w.
    w : ndarray of shape (out, in)
        One row of weights an output.
    b : ndarray of shape (out,), optional
        One bias an output.

    Returns
    -------
    ndarray of shape (N, out) or (..., out)
        A new array.

    Raises
    ------
    ValueError
        If the shapes do not fit.

    Notes
    -----
    y = x wᵀ + b. A row of w is the pattern that its output responds to, which is why w
    is (out, in), as in PyTorch, and is transposed in the product.

    Source: PyTorch documentation, torch.nn.functional.linear.

    Examples
    --------
    >>> x = np.array([[1.0, 2.0]])
    >>> w = np.array([[1.0, 1.0], [1.0, 0.0], [0.0, 10.0]])
    >>> linear(x, w, b=np.array([0.0, 0.0, 5.0]))
    array([[ 3.,  1., 25.]])
    """
    x, w = np.asarray(x), np.asarray(w)
    _check_linear("linear", x, w)
    y: Array = x @ w.T
    if b is None:
        return y
    check_shape("linear", "b", b, w.shape[:1], because=f"w is {w.shape}")
    return y + b


def linear_backward(dout: Array, x: Array, w: Array) -> tuple[Array, Array, Array]:
    """Compute the gradients of a fully connected layer.

    Parameters
    ----------
    dout : ndarray of shape (N, out) or (..., out)
        Gradient of the loss with respect to linear(x, w, b).
    x : ndarray of shape (N, in) or (..., in)
        What the forward pass was given.
    w : ndarray of shape (out, in)
        What the forward pass was given.

    Returns
    -------
    dx : ndarray of the shape of x
    dw : ndarray of the shape of w
    db : ndarray of shape (out,)

    Raises
    ------
    ValueError
        If the shapes do not fit.

    Notes
    -----
    dx = dout w, dw = doutᵀ x, db = Σₙ doutₙ. Each follows from the shapes alone: it is
    the one product of the two others that has the shape of its parameter. Sums, not
    means: where a mean is wanted, the loss has divided already.

    Examples
    --------
    >>> dx, dw, db = linear_backward(
    ...     dout=np.array([[1.0, 10.0]]), x=np.array([[2.0, 3.0, 4.0]]), w=np.eye(2, 3)
    ... )
    >>> dx
    array([[ 1., 10.,  0.]])
    >>> dw
    array([[ 2.,  3.,  4.],
           [20., 30., 40.]])
    >>> db
    array([ 1., 10.])
    """
    dout, x, w = as_floating(dout), np.asarray(x), np.asarray(w)
    _check_linear("linear_backward", x, w)
    check_shape(
        "linear_backward",
        "dout",
        dout,
        (*x.shape[:-1], w.shape[0]),
        because=f"x is {x.shape} and w is {w.shape}",
    )
    dout_rows = dout.reshape(-1, w.shape[0])
    x_rows = x.reshape(-1, w.shape[1])
    dx: Array = dout @ w
    dw: Array = dout_rows.T @ x_rows
    db: Array = dout_rows.sum(axis=0)
    return dx, dw, db


def flatten(x: Array) -> Array:
    """Lay each sample out as one row, keeping the batch axis.

    Parameters
    ----------
    x : ndarray of shape (N, C, H, W) or (N, ...)
        Any dtype.

    Returns
    -------
    ndarray of shape (N, C·H·W)
        A copy, never a view of x.

    Raises
    ------
    ValueError
        If x has fewer than two axes.

    Notes
    -----
    C order, the last axis fastest: (c, h, w) goes to column (c · H + h) · W + w. A
    linear layer's weights are tied to this order.

    Source: PyTorch documentation, torch.nn.Flatten.

    Examples
    --------
    >>> flatten(np.arange(8).reshape(2, 2, 1, 2))
    array([[0, 1, 2, 3],
           [4, 5, 6, 7]])
    """
    x = np.asarray(x)
    if x.ndim < 2:
        raise ValueError(
            f"flatten: x must have a batch axis and at least one more, got {x.shape}"
        )
    return x.flatten().reshape(x.shape[0], math.prod(x.shape[1:]))


def _check_linear(function: str, x: Array, w: Array) -> None:
    if w.ndim != 2:
        raise ValueError(f"{function}: w must have shape (out, in), got {w.shape}")
    if x.ndim == 0 or x.shape[-1] != w.shape[1]:
        raise ValueError(
            f"{function}: w expects {w.shape[1]} inputs but x is {x.shape} (w is "
            f"{w.shape}); x.shape[-1] must equal w.shape[1]"
        )
