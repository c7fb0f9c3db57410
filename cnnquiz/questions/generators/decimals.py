"""What the generators of fractional numbers share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnquiz.questions.generators.framework import wrong

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from cnnquiz.questions.items import Number, Wrong

NOISE = 1e-9


def tidy(value: float) -> Number:
    """Return a whole number as int, float noise or not."""
    whole = round(value)
    return whole if abs(value - whole) < NOISE else float(value)


def say(value: float) -> str:
    """Write a number with a true minus: as it is if short, else with four decimals."""
    rounded = round(value, 4) + 0.0  # −0 becomes 0
    short = abs(value - rounded) < NOISE
    text = f"{rounded:g}" if short else f"{value:.4f}"
    return text.replace("-", "−")


def listed(values: Iterable[float]) -> str:
    """Write numbers with commas between them."""
    return ", ".join(say(value) for value in values)


def in_sum(value: float) -> str:
    """Write a number as it stands in a sum or a product: negative ones in brackets."""
    return f"({say(value)})" if value < 0 else say(value)


def wrong_number(name: str, value: float, text: str) -> Wrong[Number]:
    """Return a wrong number; its explanation is "… comes from" and the text."""
    return wrong(name, tidy(value), f"{say(value)} comes from {text}")


def apart(distance: float) -> Callable[[float, float], bool]:
    """Return a test whether two numbers are too far apart to be mixed up."""
    return lambda one, other: abs(one - other) > distance
