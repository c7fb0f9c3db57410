"""The convolutional layer, forward.

A convolution is a matrix product in disguise. Write each window of the input as a
column of C·kH·kW numbers and each filter as a row of as many weights: then filters
times columns is the output, already in NCHW order. The gradients are in
``convolution_gradients``.
"""

import numpy as np

from cnnquiz.engine._arrays import Array
from cnnquiz.engine.padding import surround
from cnnquiz.engine.shapes import IntOrPair, check_conv, make_geometry, sum_dtype
from cnnquiz.engine.windows import column_tiles, windows


def conv2d(
    x: Array,
    w: Array,
    b: Array | None = None,
    stride: IntOrPair = 1,
    padding: IntOrPair = 0,
    dilation: IntOrPair = 1,
    groups: int = 1,
) -> Array:
    """Apply a bank of filters to a batch of images.

    Parameters
    ----------
    x : ndarray of shape (N, C_in, H, W)
        The images.
    w : ndarray of shape (C_out, C_in / groups, kH, kW)
        One filter per output channel.
    b : ndarray of shape (C_out,), optional
        One bias per output channel.
    stride : int or pair of int
        Cells from one window to the next.
    padding : int or pair of int
        Zeros added on each side.
    dilation : int or pair of int
        Cells from one kernel weight to the next; 1 is an ordinary kernel.
    groups : int
        The channels are cut into this many blocks, and the filters of a block see
        only its channels. ``groups=C_in`` is a depthwise convolution.

    Returns
    -------
    ndarray of shape (N, C_out, H_out, W_out)
        Sizes by :func:`conv_output_size`; the common floating dtype of x, w and b, or
        int64 where all are integers.

    Raises
    ------
    ValueError
        If the shapes do not fit together, with the numbers that disagree.

    Notes
    -----
    With zeros read beyond the edges, and c running over the channels of o's group::

        y[n, o, r, q] = b[o] + Σ_c Σᵢ Σⱼ w[o, c, i, j]
                               · x[n, c, r·sH + i·dH − pH, q·sW + j·dW − pW]

    The kernel is **not** flipped (``torch.nn.Conv2d`` writes ⋆, the cross-correlation).
    A filter spans all channels of its group and adds them up: one output channel and
    one bias each, however many inputs.

    The columns of the matrix product ("im2col", Chellapilla et al. 2006) are copied a
    cache-sized piece at a time; groups are the batch axis of ``np.matmul``, and stride
    and dilation are strides of the view :func:`windows`.

    Source: V. Dumoulin, F. Visin, "A guide to convolution arithmetic for deep
    learning", 2016, chapter 2 (https://arxiv.org/abs/1603.07285); ``torch.nn.Conv2d``.

    Examples
    --------
    One image, one channel, one filter. The first number is
    1·1 + 2·0 + 4·0 + 5·(−1) + 10 = 6:

    >>> x = np.array([[[[1.0, 2, 3], [4, 5, 6], [7, 8, 9]]]])
    >>> w = np.array([[[[1.0, 0], [0, -1]]]])
    >>> conv2d(x, w, b=np.array([10.0]))
    array([[[[6., 6.],
             [6., 6.]]]])
    >>> conv2d(x, w, stride=2, padding=1).shape
    (1, 1, 2, 2)
    """
    x, w = np.asarray(x), np.asarray(w)
    b = None if b is None else np.asarray(b)
    check_conv("conv2d", x, w, b, groups)
    geometry = make_geometry("conv2d", w.shape[2:], stride, padding, dilation)
    dtype = sum_dtype(x, w, b)
    x, w = x.astype(dtype, copy=False), w.astype(dtype, copy=False)

    view = windows(surround(x, geometry.padding), geometry, "conv2d")
    N, C_in, kH, kW, H_out, W_out = view.shape
    C_out, K = len(w), C_in // groups * kH * kW
    filters = w.reshape(groups, C_out // groups, K)

    y = np.empty((N, groups, C_out // groups, H_out * W_out), dtype)
    for n, positions, columns in column_tiles(view, groups):
        part = y[n, ..., positions]
        np.matmul(filters, columns, out=part)
        if b is not None:
            part += b.reshape(groups, -1, 1)
        del columns  # before the next piece is copied
    return y.reshape(N, C_out, H_out, W_out)
