"""What the generators of small arrays share."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from cnnquiz.questions.answers import say_grid

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from cnnquiz.questions.items import Grid, Number

    Array: TypeAlias = NDArray[np.generic]


def as_grid(array: Array) -> Grid:
    """Return a 2-D array as rows of Python numbers, whole ones as int."""
    return tuple(tuple(_plain(value) for value in row) for row in array.tolist())


def shown(array: Array) -> str:
    """Return a 2-D array as an indented block of text."""
    return "\n".join(f"  {line}" for line in say_grid(as_grid(array)).splitlines())


def said(array: Array) -> str:
    """Return a 2-D array on one line, as a learner would type it."""
    rows = as_grid(array)
    return "; ".join(" ".join(f"{value:g}" for value in row) for row in rows)


def _plain(value: float) -> Number:
    return int(value) if float(value).is_integer() else float(value)
