"""All operations, by the name under which they are opened."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from cnnquiz.errors import UsageError, did_you_mean
from cnnquiz.explore.batch_norm import BATCH_NORM
from cnnquiz.explore.classifier import SOFTMAX_CROSS_ENTROPY
from cnnquiz.explore.convolution import CONV2D, GROUPED_CONV2D
from cnnquiz.explore.convolution_backward import CONV2D_BACKWARD
from cnnquiz.explore.dropout import DROPOUT
from cnnquiz.explore.operation import (
    Kind,
    Numbers,
    Operation,
    Setting,
    Settings,
    fitted,
    setting,
)
from cnnquiz.explore.pooling import AVG_POOL2D, MAX_POOL2D
from cnnquiz.explore.pooling_backward import AVG_POOL2D_BACKWARD, MAX_POOL2D_BACKWARD
from cnnquiz.explore.transposed import CONV_TRANSPOSE2D

if TYPE_CHECKING:
    from collections.abc import Mapping

OPERATIONS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        CONV2D,
        GROUPED_CONV2D,
        CONV_TRANSPOSE2D,
        MAX_POOL2D,
        AVG_POOL2D,
        CONV2D_BACKWARD,
        MAX_POOL2D_BACKWARD,
        AVG_POOL2D_BACKWARD,
        SOFTMAX_CROSS_ENTROPY,
        BATCH_NORM,
        DROPOUT,
    )
}
# Arrays that an operation can also do without, and their number of axes.
OPTIONAL = {"conv2d": {"b": 1}, "grouped_conv2d": {"b": 1}}
LIMITS = {
    "stride": (1, 64),
    "padding": (0, 64),
    "output_padding": (0, 64),
    "dilation": (1, 64),
    "groups": (1, 64),
    "kernel_size": (1, 64),
    "p": (0, 0.99),
    "eps": (0, 1000),
}
MOST_CELLS = 4_096  # of a given array
LARGEST = 1e6  # cells beyond it are no numbers to follow by hand
WITH_KERNEL = ("conv2d", "grouped_conv2d", "conv_transpose2d", "conv2d_backward")


def of_name(
    name: str,
    arrays: Mapping[str, Any] | None = None,
    settings: Settings | None = None,
) -> Operation:
    """Return an operation: its usual arrays and knobs, save those that are given.

    Raises
    ------
    UsageError
        If there is no such operation, or it has no such array or knob, or an array
        does not fit or holds what are no usual numbers.
    """
    if name not in OPERATIONS:
        near = did_you_mean(name, OPERATIONS)
        raise UsageError(f"there is no operation '{name}'.{near}")
    kind = OPERATIONS[name]
    given = {key: _array(kind, key, value) for key, value in (arrays or {}).items()}
    positions = dict(kind.settings)
    if name in WITH_KERNEL and "w" in given:
        positions["kernel_size"] = given["w"].shape[-2:]
    for key, value in (settings or {}).items():
        if key not in kind.settings:
            known = ", ".join(kind.settings) or "none"
            raise UsageError(f"{name} has no {key}; its knobs: {known}")
        positions[key] = _checked(key, value)
    opened = fitted(Operation(kind, {**kind.arrays, **given}, positions))
    for key, array in given.items():
        if opened.arrays[key].shape != array.shape:
            fits = "x".join(map(str, opened.arrays[key].shape))
            got = "x".join(map(str, array.shape))
            raise UsageError(f"{name}: {key} must be {fits} here, and it is {got}")
    return opened


def _checked(name: str, value: Setting) -> Setting:
    """Return a knob's position, if it can stand there at all."""
    least, most = LIMITS.get(name, (0, 1))
    sides = value if isinstance(value, tuple) else (value,)
    if any(not isinstance(n, str) and not least <= n <= most for n in sides):
        raise UsageError(
            f"{name} must be between {least} and {most:g}, and it is {setting(value)}"
        )
    if name == "kernel_size" and isinstance(value, int):
        return value, value
    if name == "stride" and isinstance(value, tuple) and value[0] == value[1]:
        return value[0]
    return value


def _array(kind: Kind, name: str, value: Any) -> Numbers:
    """Return an array with the axes that an operation gives it."""
    axes = {key: usual.ndim for key, usual in kind.arrays.items()}
    axes |= OPTIONAL.get(kind.name, {})
    if name not in axes:
        raise UsageError(f"{kind.name} has no array {name}; it has {', '.join(axes)}")
    try:
        array = np.asarray(value)
    except ValueError:
        raise UsageError(f"{name} must hold numbers in rows of equal length") from None
    if array.ndim > axes[name] and math.prod(array.shape[: -axes[name]]) == 1:
        array = array.reshape(array.shape[-axes[name] :])
    if array.ndim > axes[name] or array.dtype.kind not in "biuf" or not array.size:
        raise UsageError(f"{name} must hold numbers in at most {axes[name]} axes")
    if array.size > MOST_CELLS:
        raise UsageError(f"{name} has more than {MOST_CELLS:,} cells to step through")
    array = array.astype(float)
    if not np.all(np.abs(array) <= LARGEST):  # a NaN fails as well
        raise UsageError(f"{name} must hold numbers of at most {LARGEST:,.0f}")
    return array.reshape((1,) * (axes[name] - array.ndim) + array.shape)
