"""Average pooling to a chosen size: the windows follow from the output.

With output size 1 this is global average pooling, which takes the place of flattening
at the end of most networks since 2014.
"""

from collections.abc import Iterator

import numpy as np

from cnnquiz.engine._arrays import Array, as_floating, check_shape
from cnnquiz.engine.shapes import IntOrPair, check_ndim, pair


def adaptive_avg_pool2d(x: Array, output_size: IntOrPair) -> Array:
    """Average each channel down, or up, to a given size.

    Parameters
    ----------
    x : ndarray of shape (N, C, H, W)
        The feature maps; integers are averaged in float64.
    output_size : int or pair of int
        Height and width of the result.

    Returns
    -------
    ndarray of shape (N, C, H_out, W_out)
        A new array of the given size.

    Raises
    ------
    ValueError
        If x is not 4-D or has no cells.

    Notes
    -----
    Along each axis, output cell i is the mean of the input cells ::

        ⌊i·n / out⌋  …  ⌈(i + 1)·n / out⌉ − 1

    Where ``out`` does not divide n, neighbouring regions share a cell and differ in
    length by one; each output divides by the size of its own region.

    Source: ``torch.nn.AdaptiveAvgPool2d``; aten/src/ATen/native/AdaptivePooling.h.

    Examples
    --------
    Five cells to two: cells 0-2 and 2-4, which share the middle one.

    >>> x = np.array([[[[0.0, 3.0, 6.0, 9.0, 12.0]]]])
    >>> adaptive_avg_pool2d(x, (1, 2))
    array([[[[3., 9.]]]])
    """
    x = as_floating(x)
    H_out, W_out = _check("adaptive_avg_pool2d", x.shape, output_size)
    N, C, H, W = x.shape
    rows = np.empty((N, C, H_out, W), x.dtype)
    for i, region in enumerate(_regions(H, H_out)):
        x[:, :, region].mean(axis=2, out=rows[:, :, i])
    y = np.empty((N, C, H_out, W_out), x.dtype)
    for j, region in enumerate(_regions(W, W_out)):
        rows[..., region].mean(axis=3, out=y[..., j])
    return y


def adaptive_avg_pool2d_backward(
    dout: Array, x_shape: tuple[int, int, int, int]
) -> Array:
    """Spread each gradient evenly over the region that was averaged.

    Parameters
    ----------
    dout : ndarray of shape (N, C, H_out, W_out)
        Gradient of the loss with respect to adaptive_avg_pool2d(x, …); floating.
    x_shape : tuple of four int
        Shape of what the forward pass was given.

    Returns
    -------
    ndarray of shape x_shape
        Gradient of the loss with respect to x.

    Raises
    ------
    ValueError
        If the shapes do not fit together.

    Notes
    -----
    dx[cell] = Σ dout[i, j] / (cells in region (i, j)) over the regions that hold the
    cell.

    Source: ``torch.nn.AdaptiveAvgPool2d``, whose formula this differentiates.

    Examples
    --------
    >>> dout = np.array([[[[3.0, 9.0]]]])
    >>> adaptive_avg_pool2d_backward(dout, (1, 1, 1, 5))
    array([[[[1., 1., 4., 3., 3.]]]])
    """
    dout = as_floating(dout)
    function = "adaptive_avg_pool2d_backward"
    check_ndim(function, "dout", dout, "(N, C, H_out, W_out)")
    H_out, W_out = _check(function, x_shape, dout.shape[2:])
    N, C, H, W = x_shape
    expected = (N, C, H_out, W_out)
    check_shape(function, "dout", dout, expected, "the batch and channels of x_shape")
    drows = np.zeros((N, C, H_out, W), dout.dtype)
    for j, region in enumerate(_regions(W, W_out)):
        drows[..., region] += dout[..., j : j + 1] / (region.stop - region.start)
    dx = np.zeros(x_shape, dout.dtype)
    for i, region in enumerate(_regions(H, H_out)):
        dx[:, :, region] += drows[:, :, i : i + 1] / (region.stop - region.start)
    return dx


def global_avg_pool2d(x: Array) -> Array:
    """Return the mean of each channel of each image.

    Parameters
    ----------
    x : ndarray of shape (N, C, H, W)
        The feature maps; integers are averaged in float64.

    Returns
    -------
    ndarray of shape (N, C)
        One number per channel; the two spatial axes are gone.

    Raises
    ------
    ValueError
        If x is not 4-D or has no cells.

    Notes
    -----
    y[n, c] = 1/(H·W) · Σ x[n, c, :, :]. It has no parameters, and takes images of any
    size to the same C numbers.

    Source: M. Lin, Q. Chen, S. Yan, "Network In Network", ICLR 2014, section 3.2
    (https://arxiv.org/abs/1312.4400).

    Examples
    --------
    >>> x = np.array([[[[1.0, 2.0], [3.0, 6.0]], [[0.0, 0.0], [0.0, 4.0]]]])
    >>> global_avg_pool2d(x)
    array([[3., 1.]])
    """
    x = as_floating(x)
    _check("global_avg_pool2d", x.shape, 1)
    y: Array = x.mean(axis=(2, 3))
    return y


def global_avg_pool2d_backward(
    dout: Array, x_shape: tuple[int, int, int, int]
) -> Array:
    """Spread each channel's gradient evenly over its cells.

    Parameters
    ----------
    dout : ndarray of shape (N, C)
        Gradient of the loss with respect to global_avg_pool2d(x); floating.
    x_shape : tuple of four int
        Shape of what the forward pass was given.

    Returns
    -------
    ndarray of shape x_shape
        Gradient of the loss with respect to x: dout[n, c] / (H·W) in every cell.

    Raises
    ------
    ValueError
        If the shapes do not fit together.

    Notes
    -----
    dx[n, c, h, w] = dout[n, c] / (H·W).

    Source: Lin et al., as in :func:`global_avg_pool2d`.

    Examples
    --------
    >>> global_avg_pool2d_backward(np.array([[8.0]]), (1, 1, 2, 2))
    array([[[[2., 2.],
             [2., 2.]]]])
    """
    dout = as_floating(dout)
    _check("global_avg_pool2d_backward", x_shape, 1)
    N, C, H, W = x_shape
    expected = (N, C)
    check_shape("global_avg_pool2d_backward", "dout", dout, expected, "one per channel")
    return np.full(x_shape, dout[:, :, None, None] / (H * W), dout.dtype)


def _regions(n: int, out: int) -> Iterator[slice]:
    """Yield the cells of each of ``out`` regions that cover n cells."""
    for i in range(out):
        yield slice(i * n // out, -(-(i + 1) * n // out))


def _check(
    function: str, shape: tuple[int, ...], output_size: IntOrPair
) -> tuple[int, int]:
    if len(shape) != 4 or 0 in shape[1:]:
        raise ValueError(
            f"{function}: x must have 4 axes (N, C, H, W) and at least one cell per "
            f"image, got shape {tuple(shape)}"
        )
    return pair(output_size, function, "output_size", least=1)
