"""A counterexample: its arguments, and what came back beside what is right."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from cnnquiz.grading.verdict import Counterexample
from cnnquiz.report import arrays
from cnnquiz.report.spans import Block, Line, beside, line, wrapped


def counterexample(found: Counterexample, width: int) -> list[Line]:
    """Draw the case on which a check failed."""
    blocks: list[Block] = []
    texts: list[str] = []
    for name, value in found.arguments.items():
        more, said = arrays.values(arrays.one_line(name, 40), value)
        blocks += more
        texts += said
    rows = beside(blocks, width) if blocks else []
    if texts:
        rows += [line("")] * bool(rows) + wrapped(", ".join(texts), width)
    outcome = _outcome(found, width)
    return [*rows, line(""), *outcome] if outcome else rows


def _outcome(found: Counterexample, width: int) -> list[Line]:
    """Draw expected and got, part by part, only the parts that differ."""
    rows: list[Line] = []
    for name, expected, got in _pairs(found.expected, found.got):
        if expected is None and got is None:
            continue
        if rows:
            rows.append(line(""))
        rows += _pair(name, expected, got, width)
    return rows


def _pairs(expected: Any, got: Any) -> list[tuple[str, Any, Any]]:
    """Return the parts of a result by name; one part where they do not match."""
    if isinstance(expected, Mapping) and isinstance(got, Mapping):
        found = [(str(k), expected[k], got.get(k)) for k in expected]
    elif (
        isinstance(expected, (tuple, list))
        and isinstance(got, (tuple, list))
        and len(expected) == len(got)
    ):
        pairs = zip(expected, got, strict=True)
        found = [(f"[{i}]", e, g) for i, (e, g) in enumerate(pairs)]
    else:
        return [("", expected, got)]
    nested = [
        (f"{name}{inner}", e, g)
        for name, one, other in found
        for inner, e, g in _pairs(one, other)
    ]
    wrong = [pair for pair in nested if differ(pair[1], pair[2])]
    return wrong or nested


def differ(expected: Any, got: Any) -> bool:
    """Say whether a part is visibly wrong."""
    if not (arrays.is_grid(expected) or isinstance(expected, (int, float, np.number))):
        return bool(arrays.say(expected) != arrays.say(got))
    mask = wrong_cells(expected, got)
    return mask is None or bool(mask.any())


def wrong_cells(expected: Any, got: Any) -> np.ndarray | None:
    """Return where two arrays differ by more than rounding; None if shapes differ."""
    try:
        right, given = np.asarray(expected, np.float64), np.asarray(got, np.float64)
    except (TypeError, ValueError):
        return None
    if right.shape != given.shape:
        return None
    size = np.max(np.abs(right[np.isfinite(right)]), initial=0.0)
    with np.errstate(invalid="ignore"):
        near = np.abs(right - given) <= 1e-5 * size
    same = (right == given) | (np.isnan(right) & np.isnan(given))
    return np.asarray(~(near | same))


def _pair(name: str, expected: Any, got: Any, width: int) -> list[Line]:
    prefix = f"{name}: " if name else ""
    if arrays.is_grid(expected) and arrays.is_grid(got):
        wrong = wrong_cells(expected, got)
        digits = arrays.digits_that_tell(expected, got, wrong)
        right = arrays.grid(f"{prefix}expected", expected, None, digits)
        return beside([right, arrays.grid(f"{prefix}got", got, wrong, digits)], width)
    said = [("expected", expected), ("got", got)]
    grids = [arrays.grid(prefix + what, v) for what, v in said if arrays.is_grid(v)]
    texts = [
        f"{prefix}{what} {arrays.say(v)}" for what, v in said if not arrays.is_grid(v)
    ]
    rows = beside(grids, width) if grids else []
    for text in texts:
        rows += wrapped(text, width)
    return rows
