"""Max pooling: the strongest response in each window.

The maximum of a rectangle is the maximum over its rows of the maxima within each row.
So pooling with a kH × kW window is pooling along one axis and then along the other. The
gradient goes back in one step, to the cell that won both times.
"""

from typing import Any

import numpy as np

from cnnquiz.engine._arrays import Array, check_shape
from cnnquiz.engine.padding import crop, surround
from cnnquiz.engine.shapes import (
    Geometry,
    IntOrPair,
    Pair,
    as_common_floating,
    check_ndim,
    make_pool_geometry,
)
from cnnquiz.engine.windows import cut, slide

_HEIGHT, _WIDTH = 2, 3


def max_pooling(feature_map: Array, pool_size: Pair) -> Array:
    """Divide a map into blocks and keep the largest number of each.

    Parameters
    ----------
    feature_map : ndarray of shape (H, W)
        One channel.
    pool_size : tuple of two int
        Height and width of a block; the blocks do not overlap.

    Returns
    -------
    ndarray of shape (⌊H / h⌋, ⌊W / w⌋)
        Same dtype as the map. Rows and columns that fill no block are left out.

    Raises
    ------
    ValueError
        If the map is not 2-D or smaller than one block.

    Notes
    -----
    y[r, q] = max over i < h and j < w of feature_map[r·h + i, q·w + j]. This is
    :func:`max_pool2d` for a single map, with a stride equal to the block.

    Source: D. Scherer, A. Müller, S. Behnke, "Evaluation of Pooling Operations in
    Convolutional Architectures for Object Recognition", ICANN 2010.

    Examples
    --------
    >>> feature_map = np.array([[4, 2, 3, 1],
    ...                         [5, 1, 7, 4],
    ...                         [2, 8, 4, 6],
    ...                         [1, 4, 9, 3]])
    >>> max_pooling(feature_map, (2, 2))
    array([[5, 7],
           [8, 9]])
    """
    feature_map = np.asarray(feature_map)
    check_ndim("max_pooling", "feature_map", feature_map, "(H, W)")
    x = feature_map[None, None]
    y = _forward(x, make_pool_geometry("max_pooling", x, pool_size, None, 0))
    return y.reshape(y.shape[2:])


def max_pool2d(
    x: Array,
    kernel_size: IntOrPair,
    stride: IntOrPair | None = None,
    padding: IntOrPair = 0,
) -> Array:
    """Return the largest number in each window, channel by channel.

    Parameters
    ----------
    x : ndarray of shape (N, C, H, W)
        The feature maps.
    kernel_size : int or pair of int
        Height and width of a window.
    stride : int or pair of int, optional
        Cells from one window to the next; by default the kernel size, so that windows
        do not overlap.
    padding : int or pair of int
        Cells of −∞ on each side; smaller than the kernel.

    Returns
    -------
    ndarray of shape (N, C, H_out, W_out)
        Sizes by :func:`conv_output_size`; same dtype as x.

    Raises
    ------
    ValueError
        If a window does not fit, or could lie wholly in the padding.

    Notes
    -----
    ::

        y[n, c, r, q] = max over i < kH, j < kW of x[n, c, r·sH + i − pH, q·sW + j − pW]

    The padding is −∞ (for integers the lowest value), so it never wins: padding with 0
    would invent zeros among negative numbers. A NaN in the window is the result. The
    output size rounds down, so a rest that fills no window is left out.

    Source: ``torch.nn.MaxPool2d``.

    Examples
    --------
    >>> x = np.array([[[[-4.0, -2.0, -3.0], [-5.0, -1.0, -7.0], [-2.0, -8.0, -4.0]]]])
    >>> max_pool2d(x, 2)                     # the last row and column are left out
    array([[[[-1.]]]])
    >>> max_pool2d(x, 2, stride=1)
    array([[[[-1., -1.],
             [-1., -1.]]]])
    >>> max_pool2d(x, 2, padding=1)          # windows of 1, 2, 2 and 4 real cells
    array([[[[-4., -2.],
             [-2., -1.]]]])
    """
    x = np.asarray(x)
    geometry = make_pool_geometry("max_pool2d", x, kernel_size, stride, padding)
    return _forward(x, geometry)


def max_pool2d_backward(
    dout: Array,
    x: Array,
    kernel_size: IntOrPair,
    stride: IntOrPair | None = None,
    padding: IntOrPair = 0,
) -> Array:
    """Send each gradient back to the cell that won its window.

    Parameters
    ----------
    dout : ndarray of shape (N, C, H_out, W_out)
        Gradient of the loss with respect to max_pool2d(x, …); floating.
    x : ndarray of shape (N, C, H, W)
        What the forward pass was given.
    kernel_size, stride, padding : int or pair of int
        What the forward pass was given.

    Returns
    -------
    ndarray of shape (N, C, H, W)
        Gradient of the loss with respect to x, in the dtype of dout.

    Raises
    ------
    ValueError
        If the shapes do not fit together.

    Notes
    -----
    ::

        dx[n, c, cell] = Σ dout[n, c, r, q] over the windows (r, q) that the cell won

    A cell that wins several overlapping windows collects from each of them. Among
    equals the **first** in row-major order wins, alone; of several NaNs, the last. The
    maximum has no derivative at a tie, so this is a convention: PyTorch's.

    Source: PyTorch, aten/src/ATen/native/cpu/MaxPoolKernel.cpp.

    Examples
    --------
    The two sevens tie, and the first gets the whole gradient:

    >>> x = np.array([[[[1.0, 7.0], [7.0, 2.0]]]])
    >>> max_pool2d_backward(np.array([[[[5.0]]]]), x, 2)
    array([[[[0., 5.],
             [0., 0.]]]])
    """
    x, dout = np.asarray(x), as_common_floating(dout)[0]
    function = "max_pool2d_backward"
    geometry = make_pool_geometry(function, x, kernel_size, stride, padding)
    expected = (*x.shape[:2], *geometry.output_size(*x.shape[2:]))
    check_shape(function, "dout", dout, expected, "the shape of max_pool2d's output")
    _, winners = find_winners(x, geometry)
    return give_to_winners(dout, winners, x.shape[2:], geometry)


def find_winners(x: Array, geometry: Geometry) -> tuple[Array, Array]:
    """Return the maximum of each window, and which of its cells it came from.

    Cells are counted in row-major order, i·kW + j. Within a row the first winning
    column wins, and among rows the first winning row; together that is the first cell.
    So the width comes first.
    """
    x = surround(x, geometry.padding, _lowest(x.dtype))
    rows, columns_won = _contest(x, _WIDTH, geometry)
    y, rows_won = _contest(rows, _HEIGHT, geometry)
    kH, kW = geometry.kernel_size
    cells = rows_won * np.min_scalar_type(kH * kW).type(kW)
    for i in range(kH):
        columns = cut(columns_won, _HEIGHT, i, geometry.stride[0], y.shape[2])
        cells += (rows_won == i) * columns
    return y, cells


def give_to_winners(
    dout: Array, winners: Array, size: Pair, geometry: Geometry
) -> Array:
    """Return the gradient of an input of this size: each number added where it was won.

    Every winner gets its place in memory: that of its image and channel, plus that of
    its window's first cell, plus that of the cell within the window.
    """
    (kH, kW), (sH, sW), (pH, pW), _ = geometry
    (N, C, H_out, W_out), (H, W) = dout.shape, (size[0] + 2 * pH, size[1] + 2 * pW)
    cell_in_window = np.add.outer(np.arange(kH) * W, np.arange(kW)).ravel()
    window_in_map = np.add.outer(np.arange(H_out) * sH * W, np.arange(W_out) * sW)
    places = cell_in_window[winners]
    places += window_in_map
    places += np.arange(N * C).reshape(N, C, 1, 1) * (H * W)

    dx = np.zeros(N * C * H * W, dout.dtype)
    np.add.at(dx, places.ravel(), dout.ravel())  # a place may be won several times
    dx = dx.reshape(N, C, H, W)
    return crop(dx, geometry.padding).copy() if pH or pW else dx


def _forward(x: Array, geometry: Geometry) -> Array:
    (kH, kW), (sH, sW), padding, _ = geometry
    x = surround(x, padding, _lowest(x.dtype))
    return slide(np.maximum, slide(np.maximum, x, _HEIGHT, kH, sH), _WIDTH, kW, sW)


def _contest(x: Array, axis: int, geometry: Geometry) -> tuple[Array, Array]:
    """Return the maxima of the windows along one axis, and the offsets that won.

    The champion of a window is its first real cell, until a rival is greater; the last
    NaN, if there is one, beats them all. Offsets grow, so the latest win is the largest.
    """
    size, stride, padding, _ = geometry.along(axis)
    count = (x.shape[axis] - size) // stride + 1
    champions, *rivals = (cut(x, axis, i, stride, count) for i in range(size))
    won = np.zeros(champions.shape, np.min_scalar_type(size))
    if padding:
        first = np.clip(padding - stride * np.arange(count), 0, None).astype(won.dtype)
        won += first[:, None] if axis == _HEIGHT else first
    maxima = champions.copy() if size == 1 else champions
    for offset, rival in enumerate(rivals, 1):
        wins = rival > maxima
        np.maximum(won, wins * won.dtype.type(offset), out=won)
        maxima = np.maximum(maxima, rival)
    if x.dtype.kind == "f" and np.isnan(maxima).any():
        for offset, rival in enumerate(rivals, 1):
            np.maximum(won, np.isnan(rival) * won.dtype.type(offset), out=won)
    return maxima, won


def _lowest(dtype: np.dtype[Any]) -> Any:
    """Return the value that no other is below: −∞, or the lowest integer."""
    return np.iinfo(dtype).min if np.issubdtype(dtype, np.integer) else -np.inf
