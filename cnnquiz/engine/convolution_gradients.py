"""The convolutional layer, backward: three sums, each a convolution of its own kind.

The forward pass is linear in x, in w and in b. Each gradient is the transpose of one
of these three linear maps, applied to ``dout``.
"""

import numpy as np

from cnnquiz.engine._arrays import Array, check_shape
from cnnquiz.engine.convolution import conv2d
from cnnquiz.engine.padding import crop, surround
from cnnquiz.engine.shapes import (
    Geometry,
    IntOrPair,
    Pair,
    as_common_floating,
    check_conv,
    make_geometry,
)
from cnnquiz.engine.windows import tiles, windows


def conv2d_backward(
    dout: Array,
    x: Array,
    w: Array,
    stride: IntOrPair = 1,
    padding: IntOrPair = 0,
    dilation: IntOrPair = 1,
    groups: int = 1,
) -> tuple[Array, Array, Array]:
    """Return the gradients of :func:`conv2d` for its input, weights and bias.

    Parameters
    ----------
    dout : ndarray of shape (N, C_out, H_out, W_out)
        Gradient of the loss with respect to the output of conv2d; floating.
    x : ndarray of shape (N, C_in, H, W)
        What the forward pass was given.
    w : ndarray of shape (C_out, C_in / groups, kH, kW)
        What the forward pass was given.
    stride, padding, dilation : int or pair of int
        What the forward pass was given.
    groups : int
        What the forward pass was given.

    Returns
    -------
    dx : ndarray of shape (N, C_in, H, W)
        Gradient with respect to x.
    dw : ndarray of shape (C_out, C_in / groups, kH, kW)
        Gradient with respect to w, summed over the batch.
    db : ndarray of shape (C_out,)
        Gradient with respect to the bias, summed over batch and positions.

    Raises
    ------
    ValueError
        If the shapes do not fit together, with the numbers that disagree.

    Notes
    -----
    Every output that read a number sends its gradient back to it, times what the
    number was multiplied by. With x padded by zeros, for ``groups=1``::

        db[o]          = Σ_n Σ_r Σ_q dout[n, o, r, q]
        dw[o, c, i, j] = Σ_n Σ_r Σ_q dout[n, o, r, q] · x[n, c, r·sH+i·dH, q·sW+j·dW]
        dx[n, c, r·sH+i·dH, q·sW+j·dW] += dout[n, o, r, q] · w[o, c, i, j]
                                          for every n, o, c, r, q, i, j

    Sums, not means: the 1/N belongs to the loss. The padding's share of dx is cut off.
    Input cells that no window reached, because the stride left a rest, get 0.

    Source: V. Dumoulin, F. Visin, "A guide to convolution arithmetic for deep
    learning", 2016, chapter 4 (https://arxiv.org/abs/1603.07285).

    Examples
    --------
    A kernel of two weights over three cells. The middle cell was multiplied by 20 in
    the first window and by 10 in the second, so dx[1] = 1·20 + 5·10 = 70:

    >>> x = np.array([[[[1.0, 2.0, 3.0]]]])
    >>> w = np.array([[[[10.0, 20.0]]]])
    >>> dx, dw, db = conv2d_backward(np.array([[[[1.0, 5.0]]]]), x, w)
    >>> dx
    array([[[[ 10.,  70., 100.]]]])
    >>> dw                                   # 1·1 + 5·2 and 1·2 + 5·3
    array([[[[11., 17.]]]])
    >>> db
    array([6.])
    """
    dout, x, w = as_common_floating(dout, x, w)
    check_conv("conv2d_backward", x, w, None, groups)
    geometry = make_geometry("conv2d_backward", w.shape[2:], stride, padding, dilation)
    H, W = x.shape[2:]
    check_shape(
        "conv2d_backward",
        "dout",
        dout,
        (len(x), len(w), *geometry.output_size(H, W, "conv2d_backward")),
        "the shape of conv2d's output",
    )
    dx = input_gradient(dout, w, (H, W), geometry, groups)
    dw = weight_gradient(dout, x, geometry, groups)
    return dx, dw, dout.sum(axis=(0, 2, 3))


def weight_gradient(dout: Array, x: Array, geometry: Geometry, groups: int) -> Array:
    """Return dw: each gradient map times each window of the input, summed.

    The forward pass is filters @ columns; its derivative by the filters is
    dout @ columnsᵀ, with the same columns.
    """
    N, C_out, H_out, W_out = dout.shape
    view = _windows_of(surround(x, geometry.padding), geometry, dout)
    _, C_in, kH, kW, _, _ = view.shape
    K = C_in // groups * kH * kW
    maps = dout.reshape(N, groups, C_out // groups, H_out * W_out)

    dw = np.zeros((groups, C_out // groups, K), x.dtype)
    for n, rows, positions in tiles(view):
        # One matrix product sums over samples and positions alike.
        columns = view[n, ..., rows, :].transpose(1, 2, 3, 0, 4, 5)
        columns = columns.reshape(groups, K, -1)
        part = maps[n, ..., positions].transpose(1, 2, 0, 3)
        part = part.reshape(groups, C_out // groups, -1)
        dw += part @ columns.swapaxes(-1, -2)
    return dw.reshape(C_out, C_in // groups, kH, kW)


def input_gradient(
    dout: Array, w: Array, size: Pair, geometry: Geometry, groups: int
) -> Array:
    """Return dx for an input of the given size (H, W).

    The derivative by the columns is filtersᵀ @ dout. Adding each column back onto the
    cells it was copied from undoes the copying; cells in several windows collect from
    each of them.
    """
    (N, C_out, H_out, W_out), (_, C_group, kH, kW) = dout.shape, w.shape
    C_in, K = C_group * groups, C_group * kH * kW
    if _is_a_correlation(dout.shape, size, geometry) and C_out <= 2 * C_in:
        return _correlate_flipped(dout, w, geometry, groups)  # copies fewer columns

    filters = w.reshape(groups, C_out // groups, K).swapaxes(-1, -2)
    maps = dout.reshape(N, groups, C_out // groups, H_out * W_out)
    (H, W), (pH, pW) = size, geometry.padding
    dx = np.zeros((N, C_in, H + 2 * pH, W + 2 * pW), dout.dtype)
    view = _windows_of(dx, geometry, dout)
    for n, rows, positions in tiles(view):
        piece = view[n, ..., rows, :]
        columns = (filters @ maps[n, ..., positions]).reshape(piece.shape)
        for i in range(kH):
            for j in range(kW):
                piece[:, :, i, j] += columns[:, :, i, j]
    return crop(dx, geometry.padding).copy()


def _windows_of(x: Array, geometry: Geometry, dout: Array) -> Array:
    """Return the windows of x that have a gradient in dout.

    These are all of them, except under a transposed convolution whose output padding
    is as large as its stride: its output has room for windows that no input made.
    """
    H_out, W_out = dout.shape[-2:]
    return windows(x, geometry)[..., :H_out, :W_out]


def _is_a_correlation(
    dout_shape: tuple[int, ...], size: Pair, geometry: Geometry
) -> bool:
    """Say whether adding back amounts to sliding a kernel over dout."""
    one_window_each = geometry.output_size(*size) == dout_shape[2:]
    return geometry.stride == (1, 1) and min(_border(geometry)) >= 0 and one_window_each


def _border(geometry: Geometry) -> Pair:
    """Return how far a kernel reaches beyond the padding."""
    (kH, kW), _, (pH, pW), (dH, dW) = geometry
    return dH * (kH - 1) - pH, dW * (kW - 1) - pW


def _correlate_flipped(dout: Array, w: Array, geometry: Geometry, groups: int) -> Array:
    """Return dx at stride 1, where adding back is a correlation again.

    Cell p of the input met weight i in the window that starts i cells before it, so
    dx[p] = Σᵢ dout[p − i] · w[i]: a correlation of dout with the kernel turned by 180°
    and with its two channel axes swapped, over a border as wide as the kernel reaches.
    """
    C_out, C_group, kH, kW = w.shape
    flipped = w[:, :, ::-1, ::-1].reshape(groups, C_out // groups, C_group, kH, kW)
    swapped = flipped.swapaxes(1, 2).reshape(groups * C_group, C_out // groups, kH, kW)
    return conv2d(dout, swapped, None, 1, _border(geometry), geometry.dilation, groups)
