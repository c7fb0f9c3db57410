"""What the engine's functions share: the array type, dtypes, and checks of shapes."""

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array: TypeAlias = NDArray[Any]
"""Any NumPy array; each docstring says which dtype and shape."""

Scalar: TypeAlias = np.floating[Any]
"""A NumPy float: what a loss is, in the dtype of what it was computed from."""


def as_floating(x: ArrayLike) -> Array:
    """Return x itself if it is a floating array, else x as float64."""
    x = np.asarray(x)
    return x if x.dtype.kind == "f" else x.astype(np.float64)


def all_floating(*arrays: ArrayLike) -> tuple[Array, ...]:
    """Apply as_floating to each array by itself: their dtypes may differ."""
    return tuple(as_floating(array) for array in arrays)


def check_same_shape(function: str, **arrays: Array) -> None:
    """Raise ValueError unless all the named arrays have one shape."""
    if len({np.shape(array) for array in arrays.values()}) > 1:
        *names, last = arrays
        shapes = ", ".join(
            f"{name} is {np.shape(array)}" for name, array in arrays.items()
        )
        raise ValueError(
            f"{function}: {', '.join(names)} and {last} must have the same shape, "
            f"but {shapes}"
        )


def check_shape(
    function: str, name: str, array: Array, expected: tuple[int, ...], because: str
) -> None:
    """Raise ValueError unless the array has the expected shape."""
    if np.shape(array) != expected:
        raise ValueError(
            f"{function}: {name} must have shape {expected} ({because}), "
            f"got {np.shape(array)}"
        )


def check_axis(function: str, axis: int, x: Array) -> None:
    """Raise ValueError unless the axis is one of x's."""
    if not -x.ndim <= axis < x.ndim:
        raise ValueError(
            f"{function}: axis must be in {-x.ndim} to {x.ndim - 1} "
            f"because x is {x.shape}, got {axis}"
        )


def matched(
    function: str, targets: ArrayLike, **predictions: ArrayLike
) -> tuple[Array, Array]:
    """Return the one named array, floating, and targets of its shape and dtype."""
    ((name, given),) = predictions.items()
    x, t = as_floating(given), np.asarray(targets)
    check_same_shape(function, **{name: x, "targets": t})
    return x, t.astype(x.dtype)


def mean(values: Array) -> Scalar:
    """Average all values in their own dtype; nan, as in PyTorch, if there are none."""
    if values.size == 0:
        nan: Scalar = values.dtype.type(np.nan)
        return nan
    average: Scalar = values.sum() / values.size
    return average
