"""Every window of an image at once, without copying one."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from cnnquiz.engine._arrays import Array
from cnnquiz.engine.shapes import Geometry

TILE_BYTES = 1 << 20
"""How much of the windows to copy at a time: about what a core's L2 cache holds."""


def windows(x: Array, geometry: Geometry, function: str = "windows") -> Array:
    """Return a view of a padded image in which each window has axes of its own.

    Parameters
    ----------
    x : ndarray of shape (N, C, H, W)
        The image with its padding around it, contiguous in memory.
    geometry : Geometry
        The window; its padding is the one that x already has.
    function : str
        The public function to name in an error.

    Returns
    -------
    ndarray of shape (N, C, kH, kW, H_out, W_out)
        ``view[n, c, i, j, r, q]`` is ``x[n, c, r·sH + i·dH, q·sW + j·dW]``. It shares
        memory with x, and windows that overlap share cells with each other.

    Notes
    -----
    Stride and dilation cost nothing here: they only multiply the step, in bytes, from
    one element of the view to the next. The array constructor checks that no step
    leaves x, which ``np.lib.stride_tricks.as_strided`` does not.

    Examples
    --------
    >>> from cnnquiz.engine.shapes import Geometry
    >>> x = np.arange(4.0).reshape(1, 1, 1, 4)
    >>> couples = Geometry((1, 2), stride=(1, 1), padding=(0, 0), dilation=(1, 1))
    >>> windows(x, couples)[0, 0, 0, :, 0, :].T
    array([[0., 1.],
           [1., 2.],
           [2., 3.]])
    """
    (kH, kW), (sH, sW), (pH, pW), (dH, dW) = geometry
    N, C, H, W = x.shape
    n, c, h, w = x.strides
    H_out, W_out = geometry.output_size(H - 2 * pH, W - 2 * pW, function)
    shape = (N, C, kH, kW, H_out, W_out)
    steps = (n, c, h * dH, w * dW, h * sH, w * sW)
    view: Array = np.ndarray(shape, x.dtype, x, 0, steps)
    return view


def tiles(view: Array) -> Iterator[tuple[slice, slice, slice]]:
    """Yield (samples, rows, positions) that cut a window view into small pieces.

    Copying all windows at once takes kH·kW times the memory of the image and leaves
    the cache before the product reads it back. A piece of about ``TILE_BYTES`` stays.
    The rows are those of the output; the positions are the same cells of the output,
    counted in row-major order.
    """
    N, C, kH, kW, H_out, W_out = view.shape
    row_bytes = max(1, C * kH * kW * W_out * view.itemsize)
    rows = min(H_out, max(1, TILE_BYTES // row_bytes))
    rows = -(-H_out // -(-H_out // rows))  # as few pieces, of even height
    samples = max(1, TILE_BYTES // (row_bytes * H_out))
    for n in range(0, N, samples):
        for r in range(0, H_out, rows):
            end = min(r + rows, H_out)
            yield slice(n, n + samples), slice(r, end), slice(r * W_out, end * W_out)


def column_tiles(view: Array, groups: int) -> Iterator[tuple[slice, slice, Array]]:
    """Yield (samples, positions, columns): the windows as matrices, piece by piece.

    The columns have shape (samples, groups, K, positions), K = C / groups·kH·kW. Under
    a 1×1 kernel at stride 1 they are the image as it lies, in one piece and not copied.
    """
    N, C, kH, kW, H_out, W_out = view.shape
    K = C // groups * kH * kW
    if view.flags.c_contiguous or view.nbytes <= TILE_BYTES:
        columns = view.reshape(N, groups, K, H_out * W_out)
        yield slice(0, N), slice(0, H_out * W_out), columns
        return
    for n, rows, positions in tiles(view):
        piece = view[n, ..., rows, :]
        yield n, positions, piece.reshape(len(piece), groups, K, -1)


def cut(x: Array, axis: int, offset: int, stride: int, count: int) -> Array:
    """Return the view of the cells at offset, offset + stride, …, count of them."""
    index: list[Any] = [slice(None)] * x.ndim
    index[axis] = slice(offset, offset + stride * (count - 1) + 1, stride)
    view: Array = x[tuple(index)]
    return view


def slide(
    operation: Callable[..., Any], x: Array, axis: int, size: int, stride: int
) -> Array:
    """Combine the cells of each window along one axis, with a ufunc like np.add.

    Parameters
    ----------
    operation : numpy.ufunc
        A binary operation that does not depend on order: np.add, np.maximum.
    x : ndarray
        The padded input.
    axis, size, stride : int
        Where the windows lie, how long they are, and how far apart.

    Returns
    -------
    ndarray
        A new array; ``axis`` now counts windows.

    Notes
    -----
    The loop is over the cells of a window, not over the windows: each pass handles
    one cell of every window at once.

    Examples
    --------
    >>> slide(np.maximum, np.array([3, 1, 4, 1, 5]), axis=0, size=3, stride=2)
    array([4, 5])
    """
    count = (x.shape[axis] - size) // stride + 1
    cells = [cut(x, axis, offset, stride, count) for offset in range(size)]
    if size == 1:
        return cells[0].copy()
    out: Array = operation(cells[0], cells[1])
    for more in cells[2:]:
        operation(out, more, out=out)
    return out
