"""The parts of a result (dx, dw, db) that are wrong, with their names and marks."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from cnnquiz.report.words import say

ROUNDING = 1e-5  # relative; differences below it are not seen where nobody has judged
MAX_ASSIGNED = 1_000


@dataclass(frozen=True, slots=True)
class Part:
    """One array, number or other value of a result."""

    name: str
    expected: Any
    got: Any
    wrong: Any = None

    @property
    def comparable(self) -> bool:
        """Whether both are numbers or arrays of one shape."""
        return (
            is_numeric(self.expected)
            and is_numeric(self.got)
            and np.shape(self.expected) == np.shape(self.got)
        )

    def marks(self) -> np.ndarray:
        """Return where comparable values are wrong; beyond rounding if nobody says."""
        if self.wrong is not None and np.shape(self.wrong) == np.shape(self.expected):
            return np.asarray(self.wrong, bool)
        right, given = (
            np.asarray(v).astype(np.float64) for v in (self.expected, self.got)
        )
        size = np.max(np.abs(right[np.isfinite(right)]), initial=0.0)
        with np.errstate(invalid="ignore"):
            near = np.abs(right - given) <= ROUNDING * size
        same = (right == given) | (np.isnan(right) & np.isnan(given))
        return np.asarray(~(near | same))

    def differs(self) -> bool:
        """Say whether it is visibly wrong."""
        if self.comparable:
            return bool(np.any(self.marks()))
        return say(self.expected) != say(self.got)


def is_numeric(value: Any) -> bool:
    """Say whether a value is a number or an array."""
    return isinstance(value, (bool, int, float, np.generic, np.ndarray))


def wrong_parts(expected: Any, got: Any, wrong: Any) -> list[Part]:
    """Return the parts that are marked; else those that differ; else all."""
    parts = list(_split(expected, got))
    marked = _marked(parts, _by_name(parts, wrong))
    return marked or [part for part in parts if part.differs()] or parts


def _split(
    expected: Any, got: Any, name: str = "", *, listed: bool = False
) -> Iterator[Part]:
    """Yield the parts of a result; one part where the two are not built alike."""
    if isinstance(expected, Mapping) and isinstance(got, Mapping):
        if set(expected) == set(got):
            for key, value in expected.items():
                path = f"{name}.{key}" if listed else str(key)
                yield from _split(value, got[key], path)
            return
    elif isinstance(expected, (tuple, list)) and isinstance(got, (tuple, list)):
        if len(expected) == len(got):
            for index, (one, other) in enumerate(zip(expected, got, strict=True)):
                path = f"{name}[{index}]"
                listed = isinstance(expected, list)
                yield from _split(one, other, path, listed=listed)
            return
    yield Part(name, expected, got)


def _by_name(parts: Sequence[Part], wrong: Any) -> dict[str, Any]:
    """Return marks by the name of the part that they are about."""
    if wrong is None:
        return {}
    if isinstance(wrong, Mapping):
        return {str(name): mark for name, mark in wrong.items()}
    if isinstance(wrong, (tuple, list)):
        pairs = zip(parts, wrong, strict=False)
        return {p.name: mark for p, mark in pairs if mark is not None and np.any(mark)}
    return {parts[0].name: wrong} if parts else {}


def _marked(parts: Sequence[Part], marks: Mapping[str, Any]) -> list[Part]:
    """Give parts their marks.

    The names of a tuple's parts are known from the marks alone. They come in the order
    of the parts, so each choice of parts in order is tried, and the one is taken whose
    marked cells are furthest from right: cells within tolerance are not marked.
    """
    by_name = {part.name: part for part in parts}
    by_path = {_inside(part.name): part for part in parts}
    if all(name in by_name for name in marks):
        chosen = tuple(by_name[name] for name in marks)
    elif all(_inside(name) in by_path for name in marks):
        chosen = tuple(by_path[_inside(name)] for name in marks)
    else:
        choices = itertools.combinations(parts, len(marks))
        tried = list(itertools.islice(choices, MAX_ASSIGNED))
        chosen = max(tried, key=lambda choice: _distance(choice, marks), default=())
        if not _distance(chosen, marks):
            return []
    return [
        replace(part, name=name, wrong=mark)
        for part, (name, mark) in zip(chosen, marks.items(), strict=True)
    ]


def _inside(name: str) -> str:
    """Return the path within a tuple's part: [1].macs of rows[1].macs and [0][1].macs."""
    head, bracket, rest = name.partition("[")
    return bracket + rest if head and bracket else head or rest.partition("]")[2]


def _distance(choice: Sequence[Part], marks: Mapping[str, Any]) -> float:
    """Return how far off the marked cells are at least, or 0 where marks do not fit."""
    if len(choice) != len(marks):
        return 0.0
    pairs = zip(choice, marks.values(), strict=True)
    return min((_part_distance(part, mark) for part, mark in pairs), default=0.0)


def _part_distance(part: Part, mark: Any) -> float:
    if mark is None:  # a shape or a type is wrong
        return 0.0 if part.comparable else 1.0
    if not part.comparable or np.shape(mark) != np.shape(part.expected):
        return 0.0
    right, given = (np.asarray(v).astype(np.float64) for v in (part.expected, part.got))
    with np.errstate(invalid="ignore"):
        off = np.nan_to_num(np.abs(right - given)[np.asarray(mark, bool)], nan=np.inf)
    size = np.max(np.abs(right[np.isfinite(right)]), initial=0.0)
    return float(np.min(off, initial=np.inf)) / max(float(size), 1e-300)
