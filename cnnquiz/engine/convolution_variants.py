"""Convolutions that are special cases of the general one, and cheaper than it."""

import numpy as np

from cnnquiz.engine._arrays import Array
from cnnquiz.engine.convolution import conv2d
from cnnquiz.engine.shapes import IntOrPair, check_ndim, pair


def pointwise_conv2d(x: Array, w: Array, b: Array | None = None) -> Array:
    """Mix the channels of each pixel, pixel by pixel: a 1×1 convolution.

    Parameters
    ----------
    x : ndarray of shape (N, C_in, H, W)
        The feature maps.
    w : ndarray of shape (C_out, C_in, 1, 1)
        One row of weights per output channel.
    b : ndarray of shape (C_out,), optional
        One bias per output channel.

    Returns
    -------
    ndarray of shape (N, C_out, H, W)
        The same linear layer applied at every pixel.

    Raises
    ------
    ValueError
        If the kernel is not 1×1, or the channels do not fit.

    Notes
    -----
    ::

        y[n, o, h, w'] = b[o] + Σ_c w[o, c, 0, 0] · x[n, c, h, w']

    Each window is one cell, so the columns of the matrix product are the image itself
    and nothing is copied.

    Source: M. Lin, Q. Chen, S. Yan, "Network In Network", ICLR 2014
    (https://arxiv.org/abs/1312.4400).

    Examples
    --------
    Two channels to one, which takes the second from the first:

    >>> x = np.array([[[[5.0, 7.0]], [[1.0, 2.0]]]])
    >>> pointwise_conv2d(x, np.array([1.0, -1.0]).reshape(1, 2, 1, 1))
    array([[[[4., 5.]]]])
    """
    w = np.asarray(w)
    if w.shape[2:] != (1, 1):
        raise ValueError(
            f"pointwise_conv2d: w must have shape (C_out, C_in, 1, 1), got {w.shape}"
        )
    return conv2d(x, w, b)


def depthwise_separable_conv2d(
    x: Array,
    depthwise: Array,
    pointwise: Array,
    stride: IntOrPair = 1,
    padding: IntOrPair = 0,
) -> Array:
    """Filter each channel on its own, then mix the channels pixel by pixel.

    Parameters
    ----------
    x : ndarray of shape (N, C, H, W)
        The feature maps.
    depthwise : ndarray of shape (C, 1, kH, kW)
        One filter per channel.
    pointwise : ndarray of shape (C_out, C, 1, 1)
        One row of weights per output channel.
    stride, padding : int or pair of int
        Of the depthwise step; the pointwise step has stride 1 and no padding.

    Returns
    -------
    ndarray of shape (N, C_out, H_out, W_out)
        Sizes by :func:`conv_output_size`.

    Raises
    ------
    ValueError
        If the shapes do not fit together.

    Notes
    -----
    C·kH·kW + C·C_out weights in place of C·C_out·kH·kW: the cost of a full convolution
    times 1/C_out + 1/(kH·kW). The two steps compose to a convolution with the kernel
    pointwise[o, c] · depthwise[c], so not every kernel can be written this way.

    Source: A. Howard et al., "MobileNets", 2017, section 3.1
    (https://arxiv.org/abs/1704.04861).

    Examples
    --------
    >>> x = np.array([[[[1.0, 2.0]], [[10.0, 20.0]]]])
    >>> depthwise = np.array([[[[1.0, 1.0]]], [[[-1.0, 1.0]]]])    # sum; difference
    >>> pointwise = np.array([100.0, 1.0]).reshape(1, 2, 1, 1)
    >>> depthwise_separable_conv2d(x, depthwise, pointwise)        # 100·3 + 1·10
    array([[[[310.]]]])
    """
    x, depthwise = np.asarray(x), np.asarray(depthwise)
    function = "depthwise_separable_conv2d"
    check_ndim(function, "x", x, "(N, C, H, W)")
    check_ndim(function, "depthwise", depthwise, "(C, 1, kH, kW)")
    C = x.shape[1]
    if depthwise.shape[:2] != (C, 1):
        raise ValueError(
            f"{function}: depthwise must have shape (C, 1, kH, kW) with C = {C}, "
            f"the channels of x, got {depthwise.shape}"
        )
    filtered = conv2d(x, depthwise, None, stride, padding, groups=C)
    return pointwise_conv2d(filtered, pointwise)


def dilate_kernel(w: Array, dilation: IntOrPair) -> Array:
    """Spread a kernel's weights apart with zeros between them.

    Parameters
    ----------
    w : ndarray of shape (C_out, C_in, kH, kW)
        The kernel.
    dilation : int or pair of int
        Cells from one weight to the next; 1 changes nothing.

    Returns
    -------
    ndarray of shape (C_out, C_in, dH·(kH − 1) + 1, dW·(kW − 1) + 1)
        A new array; an ordinary convolution with it is a dilated one with w.

    Raises
    ------
    ValueError
        If w is not 4-D or has no weights.

    Notes
    -----
    dilation − 1 zeros go between neighbours, and none after the last. The kernel covers
    more cells with the same number of weights; :func:`conv2d` skips the zeros.

    Source: F. Yu, V. Koltun, "Multi-Scale Context Aggregation by Dilated Convolutions",
    ICLR 2016 (https://arxiv.org/abs/1511.07122).

    Examples
    --------
    >>> dilate_kernel(np.array([[[[1, 2, 3]]]]), 2)
    array([[[[1, 0, 2, 0, 3]]]])
    """
    w = np.asarray(w)
    check_ndim("dilate_kernel", "w", w, "(C_out, C_in, kH, kW)")
    dH, dW = pair(dilation, "dilate_kernel", "dilation", least=1)
    C_out, C_in, kH, kW = w.shape
    if kH == 0 or kW == 0:
        raise ValueError(f"dilate_kernel: w must have weights, got shape {w.shape}")
    spread = np.zeros((C_out, C_in, dH * (kH - 1) + 1, dW * (kW - 1) + 1), w.dtype)
    spread[:, :, ::dH, ::dW] = w
    return spread
