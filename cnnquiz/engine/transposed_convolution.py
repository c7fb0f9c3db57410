"""The transposed convolution: a convolution's input gradient, used as a layer.

A convolution is a linear map from images to maps. Its transpose goes the other way and
grows the image by the stride. It is not the inverse: shapes come back, values do not.
"""

import numpy as np

from cnnquiz.engine._arrays import Array, check_shape
from cnnquiz.engine.convolution import conv2d
from cnnquiz.engine.convolution_gradients import input_gradient, weight_gradient
from cnnquiz.engine.output_sizes import conv_transpose_output_size
from cnnquiz.engine.shapes import (
    Geometry,
    IntOrPair,
    Pair,
    as_common_floating,
    check_ndim,
    make_geometry,
    pair,
    sum_dtype,
)


def conv_transpose2d(
    x: Array,
    w: Array,
    b: Array | None = None,
    stride: IntOrPair = 1,
    padding: IntOrPair = 0,
    output_padding: IntOrPair = 0,
    groups: int = 1,
    dilation: IntOrPair = 1,
) -> Array:
    """Stamp the kernel onto the output once per input cell, and add up.

    Parameters
    ----------
    x : ndarray of shape (N, C_in, H, W)
        The maps to grow.
    w : ndarray of shape (C_in, C_out / groups, kH, kW)
        One kernel per pair of channels. **Input channels come first**: this is the
        weight of the convolution whose transpose is taken.
    b : ndarray of shape (C_out,), optional
        One bias per output channel.
    stride : int or pair of int
        Cells from one stamp to the next in the output.
    padding : int or pair of int
        Cells **cropped** from each side of the output.
    output_padding : int or pair of int
        Cells that the output keeps at the bottom and right of what would be cropped,
        or has beyond the last stamp; smaller than the stride or the dilation.
    groups : int
        Blocks of channels, as in :func:`conv2d`.
    dilation : int or pair of int
        Cells from one weight of a stamp to the next.

    Returns
    -------
    ndarray of shape (N, C_out, H_out, W_out)
        Sizes by :func:`conv_transpose_output_size`; dtypes as in :func:`conv2d`.

    Raises
    ------
    ValueError
        If the shapes do not fit together, or ``output_padding`` is too large.

    Notes
    -----
    From zeros, cropped by the padding at the end, plus the bias::

        y[n, o, h·sH + i·dH, v·sW + j·dW] += x[n, c, h, v] · w[c, o, i, j]
                                             for every n, c, o, h, v, i, j

    Stamps overlap where the kernel is wider than the stride; where it does not divide
    evenly the overlaps differ, which shows as a checkerboard. The kernel is stamped as
    it is, not flipped.

    ``output_padding`` moves the edge of the crop; it does not append zeros. Cells
    beyond the last stamp hold the bias alone.

    Source: V. Dumoulin, F. Visin, "A guide to convolution arithmetic for deep
    learning", 2016, chapter 4; ``torch.nn.ConvTranspose2d``.

    Examples
    --------
    Stamps 1·(1, 2, 3) and 10·(1, 2, 3), two cells apart, meet in the third cell:

    >>> x, w = np.array([[[[1.0, 10.0]]]]), np.array([[[[1.0, 2.0, 3.0]]]])
    >>> conv_transpose2d(x, w, stride=(1, 2))
    array([[[[ 1.,  2., 13., 20., 30.]]]])
    >>> conv_transpose2d(x, w, stride=(1, 2), padding=(0, 1))
    array([[[[ 2., 13., 20.]]]])
    >>> conv_transpose2d(x, w, stride=(1, 2), padding=(0, 1), output_padding=(0, 1))
    array([[[[ 2., 13., 20., 30.]]]])
    """
    x, w = np.asarray(x), np.asarray(w)
    b = None if b is None else np.asarray(b)
    function = "conv_transpose2d"
    geometry = make_geometry(function, w.shape[2:], stride, padding, dilation)
    size = _check(function, x, w, geometry, output_padding, groups)
    C_out = w.shape[1] * groups
    if b is not None:
        check_shape(function, "b", b, (C_out,), "one bias per output channel")
    dtype = sum_dtype(x, w, b)
    x, w = x.astype(dtype, copy=False), w.astype(dtype, copy=False)

    y = input_gradient(x, w, size, geometry, groups)
    if b is not None:
        y += b[:, None, None]
    return y


def conv_transpose2d_backward(
    dout: Array,
    x: Array,
    w: Array,
    stride: IntOrPair = 1,
    padding: IntOrPair = 0,
    output_padding: IntOrPair = 0,
    groups: int = 1,
    dilation: IntOrPair = 1,
) -> tuple[Array, Array, Array]:
    """Return the gradients of :func:`conv_transpose2d` for input, weights and bias.

    Parameters
    ----------
    dout : ndarray of shape (N, C_out, H_out, W_out)
        Gradient of the loss with respect to the output; floating.
    x : ndarray of shape (N, C_in, H, W)
        What the forward pass was given.
    w : ndarray of shape (C_in, C_out / groups, kH, kW)
        What the forward pass was given.
    stride, padding, output_padding : int or pair of int
        What the forward pass was given.
    groups : int
        What the forward pass was given.
    dilation : int or pair of int
        What the forward pass was given.

    Returns
    -------
    dx : ndarray of shape (N, C_in, H, W)
        Gradient with respect to x.
    dw : ndarray of shape (C_in, C_out / groups, kH, kW)
        Gradient with respect to w.
    db : ndarray of shape (C_out,)
        Gradient with respect to the bias.

    Raises
    ------
    ValueError
        If the shapes do not fit together.

    Notes
    -----
    The transpose of a transpose is the original: dx is the convolution of dout with w,
    and dw is that convolution's weight gradient with dout and x in each other's place.

    Source: V. Dumoulin, F. Visin, as in :func:`conv_transpose2d`.

    Examples
    --------
    >>> x, w = np.array([[[[1.0, 10.0]]]]), np.array([[[[1.0, 2.0]]]])
    >>> dout = np.array([[[[3.0, 4.0, 5.0]]]])
    >>> dx, dw, db = conv_transpose2d_backward(dout, x, w)
    >>> dx                                   # 1·3 + 2·4 and 1·4 + 2·5
    array([[[[11., 14.]]]])
    >>> dw                                   # 1·3 + 10·4 and 1·4 + 10·5
    array([[[[43., 54.]]]])
    >>> db
    array([12.])
    """
    dout, x, w = as_common_floating(dout, x, w)
    function = "conv_transpose2d_backward"
    geometry = make_geometry(function, w.shape[2:], stride, padding, dilation)
    size = _check(function, x, w, geometry, output_padding, groups)
    expected = (len(x), w.shape[1] * groups, *size)
    check_shape(function, "dout", dout, expected, "the output of conv_transpose2d")

    dx = conv2d(dout, w, None, stride, padding, dilation, groups)
    dx = np.ascontiguousarray(dx[:, :, : x.shape[2], : x.shape[3]])
    dw = weight_gradient(x, dout, geometry, groups)
    return dx, dw, dout.sum(axis=(0, 2, 3))


def _check(
    function: str,
    x: Array,
    w: Array,
    geometry: Geometry,
    output_padding: IntOrPair,
    groups: int,
) -> Pair:
    """Return the output's (H, W), or say what does not fit."""
    check_ndim(function, "x", x, "(N, C_in, H, W)")
    check_ndim(function, "w", w, "(C_in, C_out / groups, kH, kW)")
    if x.shape[1] != len(w) or groups < 1 or len(w) % groups:
        raise ValueError(
            f"{function}: w takes {len(w)} input channels (w.shape[0]) and x has "
            f"{x.shape[1]}; they must agree, and groups={groups} must divide them "
            f"(x is {x.shape}, w is {w.shape})"
        )
    extra = pair(output_padding, function, "output_padding")
    (kH, kW), (sH, sW), (pH, pW), (dH, dW) = geometry
    if extra[0] >= max(sH, dH) or extra[1] >= max(sW, dW):
        raise ValueError(
            f"{function}: output_padding must be smaller than stride or dilation, got "
            f"{extra} with stride {(sH, sW)} and dilation {(dH, dW)}"
        )
    return (
        conv_transpose_output_size(x.shape[2], kH, sH, pH, extra[0], dH),
        conv_transpose_output_size(x.shape[3], kW, sW, pW, extra[1], dW),
    )
