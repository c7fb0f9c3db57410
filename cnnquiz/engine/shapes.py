"""Whether the arguments of an operation fit together, in shape and in dtype.

Every windowed operation of the engine (convolution, pooling, unfolding) checks its
arguments here once, and passes them on as one :class:`Geometry`.
"""

import operator
from typing import Any, NamedTuple, TypeAlias

import numpy as np

from cnnquiz.engine._arrays import Array, check_shape
from cnnquiz.engine.output_sizes import count_positions

Pair: TypeAlias = tuple[int, int]
IntOrPair: TypeAlias = int | tuple[int, int]

_PAIRS = (tuple, list)
_INEXACT = "fc"  # the kinds of floating and complex dtypes


class Geometry(NamedTuple):
    """How a window moves over an image; each field is (along height, along width)."""

    kernel_size: Pair
    stride: Pair
    padding: Pair
    dilation: Pair

    def along(self, axis: int) -> tuple[int, int, int, int]:
        """Return the four numbers along axis 2 (height) or 3 (width)."""
        kernel_size, stride, padding, dilation = (numbers[axis - 2] for numbers in self)
        return kernel_size, stride, padding, dilation

    def output_size(
        self, height: int, width: int, function: str = "output_size"
    ) -> Pair:
        """Return the number of window positions along height and width.

        If there is none, the error names the function.
        """
        (kH, kW), (sH, sW), (pH, pW), (dH, dW) = self
        return (
            count_positions(function, height, kH, sH, pH, dH),
            count_positions(function, width, kW, sW, pW, dW),
        )


def pair(value: IntOrPair, function: str, name: str, *, least: int = 0) -> Pair:
    """Return ``value`` as a pair (h, w), or say what is wrong with it.

    Parameters
    ----------
    value : int or pair of int
        One number for both axes, or (h, w).
    function, name : str
        The public function and the argument, to be named in an error.
    least : int
        The smallest number allowed.

    Returns
    -------
    tuple of two int
        Numbers along height and width.

    Raises
    ------
    TypeError
        If ``value`` is neither an integer nor two of them.
    ValueError
        If a number is smaller than ``least``.

    Examples
    --------
    >>> pair(3, "conv2d", "stride")
    (3, 3)
    >>> pair((1, 2), "conv2d", "stride", least=1)
    (1, 2)
    """
    if type(value) is int and value >= least:
        return value, value
    try:
        height, width = value if isinstance(value, _PAIRS) else (value, value)
        height, width = operator.index(height), operator.index(width)
    except (TypeError, ValueError):
        raise TypeError(
            f"{function}: {name} must be an int or a pair of ints (h, w), got {value!r}"
        ) from None
    if height < least or width < least:
        raise ValueError(f"{function}: {name} must be at least {least}, got {value!r}")
    return height, width


def make_geometry(
    function: str,
    kernel_size: IntOrPair,
    stride: IntOrPair,
    padding: IntOrPair,
    dilation: IntOrPair = 1,
) -> Geometry:
    """Return the four window arguments as pairs, checked.

    Parameters
    ----------
    function : str
        The public function to name in an error.
    kernel_size, stride, padding, dilation : int or pair of int
        As the caller passed them.

    Returns
    -------
    Geometry
        The same numbers, each as (h, w).

    Raises
    ------
    TypeError
        If an argument is neither an integer nor two of them.
    ValueError
        If a number is below 1, or below 0 for the padding.
    """
    return Geometry(
        pair(kernel_size, function, "kernel_size", least=1),
        pair(stride, function, "stride", least=1),
        pair(padding, function, "padding"),
        pair(dilation, function, "dilation", least=1),
    )


def make_pool_geometry(
    function: str,
    x: Array,
    kernel_size: IntOrPair,
    stride: IntOrPair | None,
    padding: IntOrPair,
) -> Geometry:
    """Return a pooling window as pairs, checked against the input it moves over.

    Parameters
    ----------
    function : str
        The public function to name in an error.
    x : ndarray of shape (N, C, H, W)
        What is pooled.
    kernel_size, padding : int or pair of int
        As the caller passed them.
    stride : int or pair of int, optional
        As the caller passed it; None stands for the kernel size.

    Returns
    -------
    Geometry
        The same numbers, each as (h, w).

    Raises
    ------
    ValueError
        If x is not a batch of images, if no window fits into it, or if a window could
        lie wholly in the padding, where there is nothing to pool.
    """
    check_ndim(function, "x", x, "(N, C, H, W)")
    stride = kernel_size if stride is None else stride
    geometry = make_geometry(function, kernel_size, stride, padding)
    check_pool_padding(function, geometry)
    _, _, H, W = x.shape
    geometry.output_size(H, W, function)
    return geometry


def check_pool_padding(function: str, geometry: Geometry) -> None:
    """Raise ValueError if a window could lie wholly in the padding."""
    (kH, kW), _, (pH, pW), _ = geometry
    if pH >= kH or pW >= kW:
        raise ValueError(
            f"{function}: padding must be smaller than kernel_size, "
            f"got padding {(pH, pW)} with kernel_size {(kH, kW)}"
        )


def check_ndim(function: str, name: str, x: Array, axes: str) -> None:
    """Raise ValueError unless ``x`` has the axes named, such as ``"(N, C, H, W)"``."""
    expected = axes.count(",") + 1
    if x.ndim != expected:
        raise ValueError(
            f"{function}: {name} must have {expected} axes {axes}, got shape {x.shape}"
        )


def check_conv(function: str, x: Array, w: Array, b: Array | None, groups: int) -> None:
    """Raise ValueError unless a convolution's input, weights and bias fit together."""
    check_ndim(function, "x", x, "(N, C_in, H, W)")
    check_ndim(function, "w", w, "(C_out, C_in / groups, kH, kW)")
    C_in, C_out, C_group = x.shape[1], w.shape[0], w.shape[1]
    if groups < 1 or C_in % groups or C_out % groups:
        raise ValueError(
            f"{function}: groups must divide both channel counts, got groups={groups} "
            f"with {C_in} input channels (x.shape[1]) and {C_out} output channels "
            f"(w.shape[0])"
        )
    if C_group * groups != C_in:
        raise ValueError(
            f"{function}: w expects {C_group * groups} input channels but x has {C_in} "
            f"(x is {x.shape}, w is {w.shape}); "
            f"w.shape[1] must equal x.shape[1] // groups"
        )
    if b is not None:
        check_shape(function, "b", b, (C_out,), "one bias per output channel")


def sum_dtype(*arrays: Array | None) -> np.dtype[Any]:
    """Return the dtype to add up products of the arrays in.

    Floating arrays keep their common dtype. Integers are widened to int64, so that
    8-bit images do not wrap around.
    """
    common = np.result_type(*[a for a in arrays if a is not None])
    return common if common.kind in _INEXACT else np.dtype(np.int64)


def as_common_floating(*arrays: Array) -> tuple[Array, ...]:
    """Return the arrays in their common floating dtype; integers become float64."""
    common = np.result_type(*arrays)
    if common.kind not in _INEXACT:
        common = np.dtype(np.float64)
    return tuple(np.asarray(a).astype(common, copy=False) for a in arrays)
