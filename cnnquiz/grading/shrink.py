"""Make a failing case small enough to follow by hand.

A drawn case remembers the choices it was made of: sizes, options and table indices.
Each step tries simpler choices, replays the exercise's own drawing function on them,
and keeps the case if the same check still fails. So every case on the way is one the
exercise could have drawn, and no exercise writes code for shrinking.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from cnnquiz.curriculum.draw import Choice, Draw, replay
from cnnquiz.curriculum.exercise import Arguments, Case

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

MAX_CALLS = 390
_Keep = Literal["first", "last"]


def shrink(
    case: Case,
    draw: Callable[[Draw], Arguments],
    fails: Callable[[Case], bool],
    max_calls: int = MAX_CALLS,
) -> Case:
    """Return the smallest case found on which `fails` still holds."""
    search = _Search(case, draw, fails, max_calls)
    while search.sizes() | search.cells():
        pass
    return search.best


class _Search:
    """The best case so far, and the calls that are left."""

    def __init__(
        self,
        case: Case,
        draw: Callable[[Draw], Arguments],
        fails: Callable[[Case], bool],
        max_calls: int,
    ) -> None:
        self.best = case
        self._choices: dict[str, Choice] = dict(case.choices or {})
        self._draw, self._fails, self._left = draw, fails, max_calls
        self._seen: set[bytes] = {_key(self._choices)}

    def attempt(self, changes: Mapping[str, Choice], keep: _Keep = "first") -> bool:
        """Take the changed choices if the case they make is new and still fails."""
        if self._left <= 0:
            return False
        made = replay(self._draw, {**self._choices, **changes}, keep)
        if made is None:
            return False
        arguments, choices = made
        key = _key(choices)
        if key in self._seen or _weight(choices) >= _weight(self._choices):
            return False
        self._seen.add(key)
        self._left -= 1
        case = Case(arguments, self.best.why, choices)
        if not self._fails(case):
            return False
        self.best, self._choices = case, choices
        return True

    def sizes(self) -> bool:
        """Try smaller ints: the smallest, halfway, two less (parity traps), one less."""
        progress = False
        names = [k for k, v in self._choices.items() if isinstance(v, int)]
        for name in names:
            while self._lower(name):
                progress = True
        return progress

    def _lower(self, name: str) -> bool:
        value = self._choices.get(name)
        if not isinstance(value, int):
            return False
        # Replay moves an int that is too low up to the lowest that is allowed.
        candidates = dict.fromkeys((-(1 << 30), value // 2, value - 2, value - 1))
        return any(
            self.attempt({name: candidate}, keep)
            for candidate in candidates
            if candidate < value
            for keep in ("first", "last")
        )

    def cells(self) -> bool:
        """Try simpler cells: whole arrays and halves to zero, then one by one."""
        progress = False
        for name in [k for k, v in self._choices.items() if isinstance(v, np.ndarray)]:
            progress |= self._clear(name)
            progress |= self._simplify(name)
        return progress

    def _clear(self, name: str) -> bool:
        progress = False
        for start, stop in _halves(self._array(name).size):
            array = self._array(name)
            if stop > array.size or not array.ravel()[start:stop].any():
                continue
            cleared = array.copy()
            cleared.reshape(-1)[start:stop] = 0
            progress |= self.attempt({name: cleared})
        return progress

    def _simplify(self, name: str) -> bool:
        progress = False
        for index in np.flatnonzero(self._array(name)):
            for simpler in (1, 2, 3):
                array = self._array(name).copy()
                if index >= array.size or array.reshape(-1)[index] <= simpler:
                    break
                array.reshape(-1)[index] = simpler
                if self.attempt({name: array}):
                    progress = True
                    break
        return progress

    def _array(self, name: str) -> np.ndarray:
        value = self._choices.get(name)
        return value if isinstance(value, np.ndarray) else np.zeros(0, np.uint8)


def _halves(size: int) -> Iterator[tuple[int, int]]:
    """Yield the whole range, its halves, their halves, down to single cells."""
    step = size
    while step:
        for start in range(0, size, step):
            yield start, min(start + step, size)
        step //= 2


def _weight(choices: Mapping[str, Choice]) -> tuple[object, ...]:
    """Order cases: ints in the order drawn, then cells that are not zero, then cells.

    An exercise draws what is hardest to follow first: strides and paddings before
    sizes. So a padding goes even if that needs a larger image.
    """
    arrays = [v for v in choices.values() if isinstance(v, np.ndarray)]
    return (
        tuple(v for v in choices.values() if isinstance(v, int)),
        sum(int(np.count_nonzero(a)) for a in arrays),
        sum(int(a.sum(dtype=np.int64)) for a in arrays),
    )


def weight(case: Case) -> tuple[int, ...]:
    """Say how much there is to follow by hand in a case."""
    read = [array for value in case.arguments.values() for array in _read(value)]
    return (
        sum(a.size for a in read),
        sum(int(np.count_nonzero(a)) for a in read),
    )


def _read(value: Any, *, listed: bool = False) -> Iterator[np.ndarray]:
    """Yield the arrays of an argument, and the numbers that stand in lists."""
    if isinstance(value, np.ndarray):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _read(inner, listed=listed)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from _read(inner, listed=True)
    elif listed:
        yield np.asarray(value)


def _key(choices: Mapping[str, Choice]) -> bytes:
    return repr(
        [
            (k, v.tolist() if isinstance(v, np.ndarray) else v)
            for k, v in choices.items()
        ]
    ).encode()
