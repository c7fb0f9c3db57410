"""The wrong sizes of one axis, and of two, with what each comes from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from cnnquiz.questions.generators.framework import wrong
from cnnquiz.questions.items import Wrong

Pair = tuple[int, int]


class Axis(Protocol):
    """An axis that knows what misconceptions make of its size."""

    def mistaken(self) -> dict[str, int]:
        """Return the size under each misconception."""


def wrong_sizes(axis: Axis, explanations: Mapping[str, str]) -> list[Wrong[int]]:
    """Return the wrong sizes that are sizes at all."""
    return [
        wrong(name, value, f"{value} comes from {explanations[name]}")
        for name, value in axis.mistaken().items()
        if value > 0
    ]


def wrong_pairs(
    rows: Axis, columns: Axis, swapped: Pair, explanations: Mapping[str, str]
) -> list[Wrong[tuple[int, ...]]]:
    """Return the pairs in which one misconception made both sizes, or swapped them."""
    by_rows, by_columns = rows.mistaken(), columns.mistaken()
    pairs = {name: (by_rows[name], by_columns[name]) for name in by_rows}
    pairs["hw-swap"] = swapped
    return [
        wrong(name, pair, f"({pair[0]}, {pair[1]}) comes from {explanations[name]}")
        for name, pair in pairs.items()
        if min(pair) > 0
    ]
