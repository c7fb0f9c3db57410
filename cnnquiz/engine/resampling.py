"""Changing the resolution without weights: interpolation and pixel shuffling."""

import operator

import numpy as np

from cnnquiz.engine._arrays import Array, as_floating, check_shape
from cnnquiz.engine.shapes import IntOrPair, check_ndim, pair


def interpolate(
    x: Array,
    size: IntOrPair | None = None,
    scale_factor: float | tuple[float, float] | None = None,
    mode: str = "nearest",
    align_corners: bool = False,
) -> Array:
    """Resize each channel to a size, or by a factor.

    Parameters
    ----------
    x : ndarray of shape (N, C, H, W)
        The images.
    size : int or pair of int, optional
        Height and width of the result. Give this or ``scale_factor``, not both.
    scale_factor : float or pair of float, optional
        Result over input; the result's size is rounded down.
    mode : {"nearest", "bilinear"}
        Copy the cell to the upper left of the position read, or blend four cells.
    align_corners : bool
        For "bilinear" alone: whether the centres of the corner cells of input and
        result coincide (True), or the outer edges of those cells (False).

    Returns
    -------
    ndarray of shape (N, C, H_out, W_out)
        A new array. "nearest" keeps the dtype; "bilinear" makes integers float64.

    Raises
    ------
    ValueError
        If x is not 4-D or has no cells, not exactly one of size and scale_factor is
        given, one of them is not positive, the mode is unknown, the result would be
        empty, or ``align_corners`` is asked for with "nearest".

    Notes
    -----
    Result cell i reads the input at this position along each axis, with
    scale = n / out where a size was given and 1 / scale_factor otherwise::

        nearest                     ⌊i · scale⌋
        bilinear                    max(0, (i + ½) · scale − ½)
        bilinear, aligned corners   i · (n − 1) / (out − 1)

    The halves appear because a cell's centre lies half a cell from its edge. "nearest"
    leaves them out, as OpenCV and PyTorch do, and so reads up to half a cell too far to
    the upper left. Bilinear blends the cells at ⌊p⌋ and ⌊p⌋ + 1 with weights 1 − t and
    t, t = p − ⌊p⌋; at the last cell there is no next one, and it counts twice.

    Source: ``torch.nn.functional.interpolate``; aten/src/ATen/native/UpSample.h.

    Examples
    --------
    >>> x = np.array([[[[0.0, 4.0]]]])
    >>> interpolate(x, scale_factor=(1, 2))
    array([[[[0., 0., 4., 4.]]]])
    >>> interpolate(x, scale_factor=(1, 2), mode="bilinear")       # reads 0, ¼, ¾, 1
    array([[[[0., 1., 3., 4.]]]])
    >>> interpolate(x, (1, 5), mode="bilinear", align_corners=True)
    array([[[[0., 1., 2., 3., 4.]]]])
    """
    x = np.asarray(x)
    check_ndim("interpolate", "x", x, "(N, C, H, W)")
    _check("interpolate", size, scale_factor, mode, align_corners)
    y = x if mode == "nearest" else as_floating(x)
    targets = _targets("interpolate", x.shape[2:], size, scale_factor)
    for axis, target in enumerate(targets, 2):
        y = _resample(y, axis, *target, mode, align_corners)
    return y


def interpolate_backward(
    dout: Array,
    x_shape: tuple[int, int, int, int],
    size: IntOrPair | None = None,
    scale_factor: float | tuple[float, float] | None = None,
    mode: str = "nearest",
    align_corners: bool = False,
) -> Array:
    """Return each result cell's gradient to the input cells that it read.

    Parameters
    ----------
    dout : ndarray of shape (N, C, H_out, W_out)
        Gradient of the loss with respect to interpolate(x, …); floating.
    x_shape : tuple of four int
        Shape of what the forward pass was given; its values do not matter.
    size, scale_factor, mode, align_corners
        What the forward pass was given.

    Returns
    -------
    ndarray of shape x_shape
        Gradient of the loss with respect to x, in the dtype of dout.

    Raises
    ------
    ValueError
        If the shapes do not fit together, or the forward pass would refuse its
        arguments.

    Notes
    -----
    Resizing is linear in x, along one axis and then along the other: y = Rₕ x Rᵥᵀ for
    each channel, where row i of R holds the weights with which result cell i reads the
    input. The gradient is its transpose::

        dx = Rₕᵀ · dout · Rᵥ

    A cell that was read several times collects from each reading, and one that was
    skipped gets 0. The rows of R sum to 1, so dx sums to what dout sums to.

    Source: ``torch.nn.functional.interpolate``, whose formula this differentiates.

    Examples
    --------
    Four result cells read the first of two input cells with the weights 1, ¾, ¼ and 0,
    so it gets 1 + ¾·4 + ¼·4 + 0·8 = 5:

    >>> dout = np.array([[[[1.0, 4.0, 4.0, 8.0]]]])
    >>> interpolate_backward(dout, (1, 1, 1, 2), scale_factor=(1, 2), mode="bilinear")
    array([[[[ 5., 12.]]]])
    """
    dout, function = as_floating(dout), "interpolate_backward"
    _check(function, size, scale_factor, mode, align_corners)
    if len(x_shape) != 4:
        raise ValueError(f"{function}: x_shape must be (N, C, H, W), got {x_shape}")
    lengths = tuple(x_shape[2:])
    targets = _targets(function, lengths, size, scale_factor)
    expected = (*x_shape[:2], *(out for out, _ in targets))
    check_shape(function, "dout", dout, expected, "the shape of interpolate's y")
    rows, columns = (
        # Resampling the unit vectors spells out the weights.
        _resample(np.eye(n, dtype=dout.dtype), 0, *target, mode, align_corners)
        for n, target in zip(lengths, targets, strict=True)
    )
    dx: Array = rows.T @ dout @ columns
    return dx


def pixel_shuffle(x: Array, upscale_factor: int) -> Array:
    """Turn groups of r² channels into blocks of r × r pixels.

    Parameters
    ----------
    x : ndarray of shape (N, C·r², H, W)
        Feature maps; r is the upscale factor.
    upscale_factor : int
        How much higher and wider the result is.

    Returns
    -------
    ndarray of shape (N, C, H·r, W·r)
        A new array with the same numbers in another order.

    Raises
    ------
    TypeError
        If the upscale factor is not an integer.
    ValueError
        If x is not 4-D, the factor is below 1, or r² does not divide the channels.

    Notes
    -----
    ::

        y[n, c, h·r + i, w·r + j] = x[n, (c·r + i)·r + j, h, w]

    A convolution to C·r² channels followed by this grows an image as a transposed
    convolution of stride r does, without overlaps.

    Source: W. Shi et al., "Real-Time Single Image and Video Super-Resolution Using an
    Efficient Sub-Pixel Convolutional Neural Network", CVPR 2016
    (https://arxiv.org/abs/1609.05158).

    Examples
    --------
    Four channels of one pixel become one channel of 2×2:

    >>> pixel_shuffle(np.array([1, 2, 3, 4]).reshape(1, 4, 1, 1), 2)
    array([[[[1, 2],
             [3, 4]]]])
    """
    x = np.asarray(x)
    check_ndim("pixel_shuffle", "x", x, "(N, C·r², H, W)")
    r = operator.index(upscale_factor)
    N, channels, H, W = x.shape
    if r < 1 or channels % r**2:
        raise ValueError(
            f"pixel_shuffle: upscale_factor² must divide the channels, got "
            f"upscale_factor={upscale_factor} with {channels} channels (x is {x.shape})"
        )
    C = channels // r**2
    blocks = x.reshape(N, C, r, r, H, W)  # n, c, i, j, h, w
    return blocks.transpose(0, 1, 4, 2, 5, 3).copy().reshape(N, C, H * r, W * r)


def _targets(
    function: str,
    lengths: tuple[int, ...],
    size: IntOrPair | None,
    scale_factor: float | tuple[float, float] | None,
) -> list[tuple[int, float]]:
    """Return each axis's new length, and the input cells per result cell."""
    if 0 in lengths:
        raise ValueError(f"{function}: there are no cells to read in {lengths}")
    if size is not None:
        outs = pair(size, function, "size", least=1)
        return [(out, n / out) for n, out in zip(lengths, outs, strict=True)]
    factors = np.ravel(np.asarray(scale_factor, np.float64))
    if factors.size not in {1, 2} or not (np.isfinite(factors) & (factors > 0)).all():
        raise ValueError(
            f"{function}: scale_factor must be a positive number or two of them (h, w), "
            f"got {scale_factor}"
        )
    pairs = zip(lengths, np.broadcast_to(factors, 2).tolist(), strict=True)
    targets = [(int(n * factor), 1 / factor) for n, factor in pairs]
    if min(targets)[0] < 1:
        raise ValueError(
            f"{function}: nothing is left of {lengths} cells at scale_factor "
            f"{scale_factor}"
        )
    return targets


def _check(
    function: str,
    size: IntOrPair | None,
    scale_factor: float | tuple[float, float] | None,
    mode: str,
    align_corners: bool,
) -> None:
    if mode not in {"nearest", "bilinear"}:
        raise ValueError(f"{function}: mode must be nearest or bilinear, got {mode!r}")
    if mode == "nearest" and align_corners:
        raise ValueError(f"{function}: align_corners has a meaning for bilinear alone")
    if (size is None) == (scale_factor is None):
        raise ValueError(f"{function}: give either size or scale_factor")


def _resample(
    x: Array, axis: int, out: int, scale: float, mode: str, align_corners: bool
) -> Array:
    if mode == "nearest":
        return _copy_cells(x, axis, out, scale)
    return _blend_cells(x, axis, out, scale, align_corners)


def _copy_cells(x: Array, axis: int, out: int, scale: float) -> Array:
    last = x.shape[axis] - 1
    # n / out is rounded: without ten decimals ⌊49 · (2/98)⌋ would be 0.
    position = np.round(np.arange(out) * scale, 10)
    y: Array = x.take(np.minimum(np.floor(position).astype(int), last), axis)
    return y


def _blend_cells(
    x: Array, axis: int, out: int, scale: float, align_corners: bool
) -> Array:
    last = x.shape[axis] - 1
    if align_corners:
        position = np.linspace(0, last, out)
    else:
        position = np.maximum((np.arange(out) + 0.5) * scale - 0.5, 0)
    lower = np.minimum(np.floor(position).astype(int), last)
    upper = np.minimum(lower + 1, last)
    along_axis = [-1 if a == axis else 1 for a in range(x.ndim)]
    t = np.minimum(position - lower, 1).astype(x.dtype).reshape(along_axis)
    y: Array = x.take(lower, axis) * (1 - t) + x.take(upper, axis) * t
    return y
