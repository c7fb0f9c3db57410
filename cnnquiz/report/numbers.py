"""Numbers in as few digits as show what matters."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

import numpy as np

from cnnquiz.report.safe import one_line

Writer = Callable[[Any], str]
Pairs = Sequence[tuple[Any, Any]]

DIGITS = 4  # significant ones, where nothing asks for more
MAX_FIXED = 10  # digits, beyond which an exponent is shorter
MAX_WHOLE = 1e9  # beyond it, whole numbers are easier to read with an exponent


def number(value: Any) -> str:
    """Write one number: in four digits, or fewer where they are exact."""
    return writer([np.asarray(value)])(value)


def writer(arrays: Sequence[np.ndarray], apart: Pairs = ()) -> Writer:
    """Choose how to write the cells of arrays that are read together.

    Whole numbers get no point. Others get a common number of decimals, and as many
    digits as it takes for each pair in `apart` to look different.
    """
    cells = np.concatenate([_finite(array) for array in arrays] or [np.empty(0)])
    whole = cells.size and np.all(cells == np.round(cells))
    if whole and np.max(np.abs(cells)) < MAX_WHOLE:
        return _whole
    for write in _candidates(cells, arrays):
        if all(write(one) != write(other) for one, other in apart if one != other):
            return write
    return _general(17)


def _finite(array: np.ndarray) -> np.ndarray:
    if array.dtype.kind not in "biuf":
        return np.empty(0)
    cells = array.astype(np.float64).reshape(-1)
    return np.asarray(cells[np.isfinite(cells)])


def _candidates(cells: np.ndarray, arrays: Sequence[np.ndarray]) -> Iterator[Writer]:
    """Yield ways to write the cells, from the shortest to the most exact."""
    largest = float(np.max(np.abs(cells), initial=0.0))
    if 1e-3 <= largest < 1e6:
        before = math.floor(math.log10(largest)) + 1
        for decimals in range(DIGITS):
            if decimals <= DIGITS - before and _exact(arrays, decimals):
                yield _fixed(decimals)
                break
        for digits in range(DIGITS, MAX_FIXED):
            yield _fixed(max(digits - before, 0))
    for digits in range(DIGITS, 17):
        yield _general(digits)


def _exact(arrays: Sequence[np.ndarray], decimals: int) -> bool:
    """Say whether so many decimals give each cell exactly, in its own precision."""
    return all(
        float(f"{cell:.{decimals}f}") == cell
        for array in arrays
        if array.dtype.kind == "f"
        for cell in array.reshape(-1)[:1000]
        if np.isfinite(cell)
    )


def _whole(value: Any) -> str:
    return _other(value) or str(int(value))


def _fixed(decimals: int) -> Writer:
    return partial(_write, decimals=decimals)


def _write(value: Any, decimals: int) -> str:
    other = _other(value)
    if other:
        return other
    text = f"{float(value):.{decimals}f}"
    if float(text):
        return text
    # What is not zero must not look like it.
    return f"{float(value):.1e}" if value else text.lstrip("-")


def _general(digits: int) -> Writer:
    def write(value: Any) -> str:
        if isinstance(value, (int, np.integer)) and not isinstance(value, bool):
            return str(int(value))
        # Zero has no sign here: -0.0 + 0.0 is 0.0.
        return _other(value) or f"{float(value) + 0.0:.{digits}g}"

    return write


def _other(value: Any) -> str:
    """Write what is no finite number: True, nan, a text; nothing for a number."""
    if isinstance(value, (bool, np.bool_)):
        return str(bool(value))
    if not isinstance(value, (int, float, np.number)):
        return one_line(str(value), 20)
    if isinstance(value, np.complexfloating):
        return f"{complex(value):.{DIGITS}g}"
    return "" if math.isfinite(value) else str(float(value))
