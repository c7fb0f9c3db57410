"""How an exercise draws a case: sizes, choices and arrays, each under a name.

An exercise writes one function that asks a `Draw` for what it needs. Hypothesis answers
when cases are drawn; `Replay` answers from remembered answers when a failing case is
made smaller. Arrays are remembered as indices into a table of values whose first
entries are the simplest, so a smaller case is always one the exercise could have drawn.
"""

from __future__ import annotations

import functools
import hashlib
import itertools
import math
import os
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol, TypeVar

import numpy as np

Choice = int | np.ndarray
Choices = Mapping[str, Choice]
T = TypeVar("T")
BACKEND = "cnnquiz"


def _signed(numbers: Sequence[float]) -> np.ndarray:
    return np.array([0.0, *(s * n for n in numbers for s in (1, -1))])


TABLES: dict[str, np.ndarray] = {
    # Small integers: ties, zeros and exact sums.
    "integers": _signed([1, 2, 3, 4]),
    # No two sums of these are alike by accident, and most sums must be rounded.
    "reals": _signed([1, 2, *(math.sqrt(k) for k in range(2, 100) if k != 4)]),
    "positive": np.array(
        [1, 2, 3, *(math.sqrt(k) for k in range(2, 60) if k not in (4, 9))]
    ),
    "negative": -np.array(
        [1, 2, 3, *(math.sqrt(k) for k in range(2, 60) if k not in (4, 9))]
    ),
    # exp() of these overflows in float32 and in float64.
    "large": _signed([1, 20, 100, 300, 750, 1000, 1200]),
    "tiny": _signed([k / 1024 for k in (1, 2, 3, 5, 7)]),
}


class Source(Protocol):
    """Where the answers come from."""

    def integer(self, name: str, low: int, high: int) -> int:
        """Return an int in [low, high]; low is the simplest."""

    def indices(self, name: str, shape: tuple[int, ...]) -> np.ndarray:
        """Return an array of uint8 of that shape; 0 is the simplest."""

    def reject(self) -> None:
        """Give up on this case; does not return."""


class Rejected(Exception):  # noqa: N818 - control flow, as hypothesis's own
    """Raised where a combination of answers makes no case."""


@dataclass(slots=True)
class Draw:
    """One case under construction."""

    source: Source
    choices: dict[str, Choice] = field(default_factory=dict)

    def integer(self, name: str, low: int, high: int) -> int:
        """Draw an int between low and high, both included; low is the simplest."""
        if low > high:
            self.reject()
        value = low if low == high else self.source.integer(name, low, high)
        self.choices[name] = value
        return value

    def choose(self, name: str, *options: T) -> T:
        """Draw one of the options; the first is the simplest."""
        return options[self.integer(name, 0, len(options) - 1)]

    def array(
        self,
        name: str,
        shape: Sequence[int],
        values: str | np.ndarray = "integers",
        dtype: Any = np.float64,
    ) -> np.ndarray:
        """Draw an array whose cells come from a table of values."""
        table = TABLES[values] if isinstance(values, str) else np.asarray(values)
        indices = self._indices(name, tuple(shape), len(table))
        return np.asarray(table[indices]).astype(dtype)

    def integers(
        self, name: str, shape: Sequence[int], low: int, high: int
    ) -> np.ndarray:
        """Draw an array of int64 between low and high, both included."""
        indices = self._indices(name, tuple(shape), high - low + 1)
        return np.asarray(low + indices.astype(np.int64))

    def layout(self, name: str, array: np.ndarray) -> np.ndarray:
        """Draw how an array lies in memory: mostly in C order, else some other way."""
        lay = self.choose(f"layout of {name}", *_LAYOUTS)
        return lay(array)

    def assume(self, condition: bool) -> None:
        """Give up on this case unless the condition holds."""
        if not condition:
            self.reject()

    def reject(self) -> None:
        """Give up on this case."""
        self.source.reject()
        raise Rejected

    def _indices(self, name: str, shape: tuple[int, ...], count: int) -> np.ndarray:
        indices = self.source.indices(name, shape)
        if count < 256:
            indices = indices % np.uint8(count)
        self.choices[name] = indices
        return indices


def _fortran(array: np.ndarray) -> np.ndarray:
    return np.asfortranarray(array)


def _every_second(array: np.ndarray) -> np.ndarray:
    """Return a view into a larger array, as a slice with a step is."""
    if not array.ndim:
        return array
    wide = np.repeat(array, 2, axis=-1)
    return wide[..., ::2]


def _channels_last(array: np.ndarray) -> np.ndarray:
    """Return an array that lies in memory as its transpose would."""
    return (
        np.ascontiguousarray(array.swapaxes(1, -1)).swapaxes(1, -1)
        if array.ndim > 2
        else _fortran(array)
    )


def _plain(array: np.ndarray) -> np.ndarray:
    return array


_LAYOUTS: tuple[Callable[[np.ndarray], np.ndarray], ...] = (
    *(_plain,) * 5,
    _fortran,
    _every_second,
    _channels_last,
)


class Replay:
    """Answers from remembered choices, cut to what is asked for.

    When an array is asked for in a smaller shape, the cells kept are the first ones
    along each axis, or the last ones.
    """

    def __init__(
        self, choices: Choices, keep: Literal["first", "last"] = "first"
    ) -> None:
        self._choices = choices
        self._keep = keep

    def integer(self, name: str, low: int, high: int) -> int:
        """Return the remembered int, moved into the range."""
        value = self._choices.get(name, low)
        return min(max(int(value), low), high) if isinstance(value, int) else low

    def indices(self, name: str, shape: tuple[int, ...]) -> np.ndarray:
        """Return the remembered cells, cut or filled up with zeros."""
        old = self._choices.get(name)
        new = np.zeros(shape, np.uint8)
        if not isinstance(old, np.ndarray):
            return new
        if old.ndim != len(shape):
            kept = min(old.size, new.size)
            new.reshape(-1)[:kept] = old.reshape(-1)[:kept]
            return new
        common = [min(a, b) for a, b in zip(old.shape, shape, strict=True)]
        target = tuple(slice(0, n) for n in common)
        if self._keep == "last":
            pairs = zip(old.shape, common, strict=True)
            source = tuple(slice(length - n, length) for length, n in pairs)
        else:
            source = target
        new[target] = old[source]
        return new

    def reject(self) -> None:
        """Give up on this case."""
        raise Rejected


def replay(
    draw: Callable[[Draw], T],
    choices: Choices,
    keep: Literal["first", "last"] = "first",
) -> tuple[T, dict[str, Choice]] | None:
    """Return the case that these choices make, and the choices in full; None if none."""
    drawing = Draw(Replay(choices, keep))
    try:
        return draw(drawing), drawing.choices
    except Rejected:
        return None


class _Spun:
    """Answers spun out of the few bytes that hypothesis draws for a case.

    Each draw of hypothesis costs as much as a convolution, and a case needs dozens of
    answers: a hash stretches one draw to as many as are asked for. Hypothesis's
    simplest bytes, all zero, stand for the simplest case.
    """

    BLOCK = 512

    def __init__(self, drawn: bytes) -> None:
        self._drawn = drawn
        self._blocks = itertools.count()
        self._bytes = b""
        self._used = 0

    def _take(self, count: int) -> bytes:
        if self._used + count > len(self._bytes):
            self._bytes = self._block(max(self.BLOCK, count))
            self._used = 0
        self._used += count
        return self._bytes[self._used - count : self._used]

    def _block(self, size: int) -> bytes:
        if not any(self._drawn):
            return bytes(size)
        number = next(self._blocks).to_bytes(4, "big")
        return hashlib.shake_128(self._drawn + number).digest(size)

    def integer(self, name: str, low: int, high: int) -> int:
        return low + int.from_bytes(self._take(3), "big") % (high - low + 1)

    def indices(self, name: str, shape: tuple[int, ...]) -> np.ndarray:
        return np.frombuffer(self._take(math.prod(shape)), np.uint8).reshape(shape)

    def reject(self) -> None:
        from hypothesis import reject

        reject()


@functools.cache
def _load_hypothesis() -> None:
    """Load hypothesis, and teach it to draw bytes and nothing else.

    Its own way mixes in the constants of whatever modules are loaded, which it reads
    from their source files and keeps in a folder beside the learner's file.
    """
    # It would look for plugins in every package installed.
    os.environ.setdefault("HYPOTHESIS_NO_PLUGINS", "1")
    from hypothesis.internal.conjecture import providers

    class Bytes(providers.HypothesisProvider):
        def draw_bytes(self, min_size: int = 0, max_size: int = 0) -> bytes:
            return self._random.randbytes(max_size)  # type: ignore[union-attr]

    providers.AVAILABLE_PROVIDERS[BACKEND] = Bytes


def preload() -> None:
    """Load hypothesis in the background, while there is a process to wait for."""
    threading.Thread(target=_load_hypothesis, daemon=True).start()


def draw_many(
    draw: Callable[[Draw], T], count: int, seed: int
) -> list[tuple[T, dict[str, Choice]]]:
    """Draw cases with hypothesis, the same ones for the same seed."""
    _load_hypothesis()
    import hypothesis
    from hypothesis import strategies as st

    drawn: list[tuple[T, dict[str, Choice]]] = []

    @hypothesis.seed(seed)
    @hypothesis.settings(
        max_examples=count,
        backend=BACKEND,
        database=None,
        deadline=None,
        phases=[hypothesis.Phase.generate],
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    @hypothesis.given(st.binary(min_size=16, max_size=16))
    def collect(few: bytes) -> None:
        drawing = Draw(_Spun(few))
        case = draw(drawing)
        drawn.append((case, drawing.choices))

    collect()
    return drawn
