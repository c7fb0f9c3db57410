"""Average pooling: the mean of each window, over fixed windows, regions or whole maps.

A mean over a rectangle is a mean over its rows of means within each row, so each
function works along one axis and then along the other. The mean is linear: its
gradient is spread evenly over the window, whatever the input was.
"""

import numpy as np

from cnnquiz.engine._arrays import Array, as_floating, check_shape
from cnnquiz.engine.padding import crop, surround
from cnnquiz.engine.shapes import (
    IntOrPair,
    make_pool_geometry,
)
from cnnquiz.engine.windows import cut, slide

_HEIGHT, _WIDTH = 2, 3


def avg_pool2d(
    x: Array,
    kernel_size: IntOrPair,
    stride: IntOrPair | None = None,
    padding: IntOrPair = 0,
) -> Array:
    """Return the mean of each window, channel by channel; padding counts as zeros.

    Parameters
    ----------
    x : ndarray of shape (N, C, H, W)
        The feature maps; integers are averaged in float64.
    kernel_size : int or pair of int
        Height and width of a window.
    stride : int or pair of int, optional
        Cells from one window to the next; by default the kernel size.
    padding : int or pair of int
        Zeros on each side; smaller than the kernel.

    Returns
    -------
    ndarray of shape (N, C, H_out, W_out)
        Sizes by :func:`conv_output_size`.

    Raises
    ------
    ValueError
        If a window does not fit, or could lie wholly in the padding.

    Notes
    -----
    ::

        y[n, c, r, q] = 1/(kH·kW) · Σᵢ Σⱼ x[n, c, r·sH + i − pH, q·sW + j − pW]

    The divisor is kH·kW everywhere, also where a part of the window is padding. This
    is PyTorch's default, ``count_include_pad=True``; it darkens the border.

    Source: ``torch.nn.AvgPool2d``.

    Examples
    --------
    >>> x = np.array([[[[1.0, 2.0], [3.0, 6.0]]]])
    >>> avg_pool2d(x, 2)
    array([[[[3.]]]])

    With padding each window holds one real cell and three zeros:

    >>> avg_pool2d(x, 2, padding=1)
    array([[[[0.25, 0.5 ],
             [0.75, 1.5 ]]]])
    """
    x = as_floating(x)
    geometry = make_pool_geometry("avg_pool2d", x, kernel_size, stride, padding)
    (kH, kW), (sH, sW), padding, _ = geometry
    x = surround(x, padding)
    y = slide(np.add, slide(np.add, x, _HEIGHT, kH, sH), _WIDTH, kW, sW)
    y /= kH * kW
    return y


def avg_pool2d_backward(
    dout: Array,
    x_shape: tuple[int, int, int, int],
    kernel_size: IntOrPair,
    stride: IntOrPair | None = None,
    padding: IntOrPair = 0,
) -> Array:
    """Spread each gradient evenly over the window that was averaged.

    Parameters
    ----------
    dout : ndarray of shape (N, C, H_out, W_out)
        Gradient of the loss with respect to avg_pool2d(x, …); floating.
    x_shape : tuple of four int
        Shape of what the forward pass was given; its values do not matter.
    kernel_size, stride, padding : int or pair of int
        What the forward pass was given.

    Returns
    -------
    ndarray of shape x_shape
        Gradient of the loss with respect to x, in the dtype of dout.

    Raises
    ------
    ValueError
        If the shapes do not fit together.

    Notes
    -----
    ::

        dx[n, c, cell] = Σ dout[n, c, r, q] / (kH·kW)    over the windows with the cell

    Overlapping windows add up, and the share of the padding is lost.

    Source: ``torch.nn.AvgPool2d``, whose formula this differentiates.

    Examples
    --------
    Two windows of two cells share the middle cell:

    >>> dout = np.array([[[[2.0, 4.0]]]])
    >>> avg_pool2d_backward(dout, (1, 1, 1, 3), kernel_size=(1, 2), stride=1)
    array([[[[1., 3., 2.]]]])
    """
    dout = as_floating(dout)
    function = "avg_pool2d_backward"
    dx = np.zeros(x_shape, dout.dtype)
    geometry = make_pool_geometry(function, dx, kernel_size, stride, padding)
    (kH, kW), (sH, sW), padding, _ = geometry
    expected = (*dx.shape[:2], *geometry.output_size(*dx.shape[2:]))
    check_shape(function, "dout", dout, expected, "the shape of avg_pool2d's output")

    H, W = (size + 2 * p for size, p in zip(dx.shape[2:], padding, strict=True))
    share = dout / (kH * kW)
    share = _spread(_spread(share, _HEIGHT, kH, sH, H), _WIDTH, kW, sW, W)
    dx += crop(share, padding)
    return dx


def _spread(dout: Array, axis: int, size: int, stride: int, length: int) -> Array:
    """Add each number onto every cell of its window along one axis."""
    shape = list(dout.shape)
    shape[axis] = length
    dx = np.zeros(shape, dout.dtype)
    for offset in range(size):
        cells = cut(dx, axis, offset, stride, dout.shape[axis])
        cells += dout
    return dx
