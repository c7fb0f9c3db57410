"""A submission's time against the engine's, on an axis whose marks are tenfold."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from cnnquiz.tui import look

if TYPE_CHECKING:
    from textual.content import Content

    from cnnquiz.grading.verdict import Speed

TITLE = "Processor time; a mark is ten times the one before."
LABELS, VALUES = 9, 19  # columns before and behind what is drawn
DECADE = (5, 16)  # columns from a mark to the next: at least, at most
LEAST = 1e-3  # a ratio below it is drawn as this


def plot(speed: Speed, width: int) -> Content:
    """Draw the engine, the submission and the limit as dots on one axis."""
    ratio = max(speed.ratio, LEAST)
    low = math.floor(math.log10(min(1.0, ratio)))
    high = max(1, math.ceil(math.log10(max(ratio, speed.limit))))
    least, most = DECADE
    decade = max(least, min(most, (width - LABELS - VALUES) // (high - low)))

    def row(label: str, value: float, said: str, style: str = "") -> Content:
        line = "┄" * round(decade * (math.log10(value) - low))
        return look.styled(f"  {label:<{LABELS - 2}}", (f"{line}● {said}", style))

    is_slow = speed.ratio > speed.limit
    yours = f"{times(speed.ratio)}{', too slow' if is_slow else ''}"
    marks = range(low, high + 1)
    axis = ("─" * (decade - 1)).join("┼" for _ in marks)
    names = "".join(f"{_mark(mark):<{decade}}" for mark in marks)
    return look.stacked(
        [
            look.styled((f"  {TITLE}", "dim")),
            row("engine", 1, "1"),
            row("yours", ratio, yours, "bad" if is_slow else "good"),
            row("limit", speed.limit, times(speed.limit)),
            look.styled((f"{'':{LABELS}}{axis}", "dim")),
            look.styled((f"{'':{LABELS}}{names}".rstrip(), "dim")),
        ]
    )


def can_be_drawn(speed: Speed) -> bool:
    """Say whether both are numbers that have a place on the axis."""
    both = (speed.ratio, speed.limit)
    return all(math.isfinite(each) and each > 0 for each in both)


def times(ratio: float) -> str:
    """Say how many times the engine's time, to two digits or whole."""
    return f"{ratio:.2g}" if ratio < 10 else f"{ratio:,.0f}"


def _mark(power: int) -> str:
    """Return what stands below a mark, in few columns: 0.1, 100, 10k, 1M."""
    for unit, name in ((6, "M"), (3, "k")):
        if power >= unit:
            return f"{10 ** (power - unit)}{name}"
    return f"{10.0**power:g}"
