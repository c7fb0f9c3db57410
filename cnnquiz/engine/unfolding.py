"""Windows as columns of a matrix, and columns added back into an image."""

import numpy as np

from cnnquiz.engine._arrays import Array, check_shape
from cnnquiz.engine.padding import crop, surround
from cnnquiz.engine.shapes import IntOrPair, check_ndim, make_geometry, pair
from cnnquiz.engine.windows import windows


def unfold(
    x: Array,
    kernel_size: IntOrPair,
    stride: IntOrPair = 1,
    padding: IntOrPair = 0,
    dilation: IntOrPair = 1,
) -> Array:
    """Copy each window of an image into a column.

    Parameters
    ----------
    x : ndarray of shape (N, C, H, W)
        The images.
    kernel_size, stride, padding, dilation : int or pair of int
        The window, as in :func:`conv2d`; padding is zeros.

    Returns
    -------
    ndarray of shape (N, C·kH·kW, L)
        L = H_out·W_out columns; a new array in the dtype of x.

    Raises
    ------
    ValueError
        If x is not 4-D, the window does not fit, or kernel_size, stride or dilation is
        below 1, or padding below 0.

    Notes
    -----
    ::

        columns[n, (c·kH + i)·kW + j, r·W_out + q]
            = x[n, c, r·sH + i·dH − pH, q·sW + j·dW − pW]

    Down a column: channels outermost, then the rows of the window. Along a row: the
    positions in row-major order. A filter reshaped to C·kH·kW numbers then meets each
    column in the right order: convolution is ``w.reshape(C_out, -1) @ unfold(x, …)``.
    The same function is known as im2col.

    Source: K. Chellapilla, S. Puri, P. Simard, "High Performance Convolutional Neural
    Networks for Document Processing", 2006; ``torch.nn.Unfold``, whose arguments stand
    in another order.

    Examples
    --------
    Four 2×2 windows of a 3×3 image, one a column:

    >>> unfold(np.arange(1, 10).reshape(1, 1, 3, 3), kernel_size=2)
    array([[[1, 2, 4, 5],
            [2, 3, 5, 6],
            [4, 5, 7, 8],
            [5, 6, 8, 9]]])
    """
    x = np.asarray(x)
    check_ndim("unfold", "x", x, "(N, C, H, W)")
    geometry = make_geometry("unfold", kernel_size, stride, padding, dilation)
    view = windows(surround(x, geometry.padding), geometry, "unfold")
    N, C, kH, kW, H_out, W_out = view.shape
    return view.copy().reshape(N, C * kH * kW, H_out * W_out)


def fold(
    cols: Array,
    output_size: IntOrPair,
    kernel_size: IntOrPair,
    stride: IntOrPair = 1,
    padding: IntOrPair = 0,
    dilation: IntOrPair = 1,
) -> Array:
    """Add each column back onto the cells of its window.

    Parameters
    ----------
    cols : ndarray of shape (N, C·kH·kW, L)
        Columns in the order of :func:`unfold`.
    output_size : int or pair of int
        Height and width of the image.
    kernel_size, stride, padding, dilation : int or pair of int
        What :func:`unfold` was given.

    Returns
    -------
    ndarray of shape (N, C, H, W)
        A new array in the dtype of cols.

    Raises
    ------
    ValueError
        If the columns are not 3-D or do not match the windows of an image of that size,
        no window fits into it, or a number is too small, as for :func:`unfold`.

    Notes
    -----
    ::

        x[n, c, r·sH + i·dH − pH, q·sW + j·dW − pW]
            += cols[n, (c·kH + i)·kW + j, r·W_out + q]

    Cells in several windows **add up** what each of them holds, so folding is the
    transpose (the gradient) of unfolding and not its inverse: ``fold(unfold(x))`` is x
    times the number of windows that hold each cell. What falls on the padding is lost.
    The same function is known as col2im.

    Source: ``torch.nn.Fold``, whose arguments stand in another order.

    Examples
    --------
    Ones, folded, count the windows over each cell:

    >>> fold(np.ones((1, 4, 4)), output_size=3, kernel_size=2)
    array([[[[1., 2., 1.],
             [2., 4., 2.],
             [1., 2., 1.]]]])
    """
    cols = np.asarray(cols)
    check_ndim("fold", "cols", cols, "(N, C·kH·kW, L)")
    H, W = pair(output_size, "fold", "output_size", least=1)
    geometry = make_geometry("fold", kernel_size, stride, padding, dilation)
    (kH, kW), _, (pH, pW), _ = geometry
    H_out, W_out = geometry.output_size(H, W, "fold")
    N, K, _ = cols.shape
    C = K // (kH * kW)
    expected = (N, C * kH * kW, H_out * W_out)
    why = f"C·{kH}·{kW} rows and one column for each of {H_out}×{W_out} windows"
    check_shape("fold", "cols", cols, expected, why)

    pieces = cols.reshape(N, C, kH, kW, H_out, W_out)
    x = np.zeros((N, C, H + 2 * pH, W + 2 * pW), cols.dtype)
    view = windows(x, geometry)
    for i in range(kH):
        for j in range(kW):
            view[:, :, i, j] += pieces[:, :, i, j]
    return crop(x, geometry.padding).copy()


im2col = unfold
col2im = fold
