"""Values of a counterexample as JSON, within a bound.

There are two forms. The *plain* one is what `cnnquiz grade --format json` prints: an
array is nested lists, and whoever reads it needs to know nothing of ours. The *kept*
one can be read back: it says what is an array, of which dtype, and what is a tuple.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from cnnquiz.report.safe import clean, shortened
from cnnquiz.report.words import say, stands_for

MAX_CELLS = 200  # of an array that is printed whole
FIRST = 20  # cells that stand for a larger one
MAX_KEPT_CELLS = 4_000
MAX_PARTS = 50
MAX_DEPTH = 12
MAX_TEXT = 400
NUMERIC = "biuf"  # kinds of dtype
CUT = "…"


@dataclass(frozen=True, slots=True)
class Seeded:
    """An argument that was a generator."""

    seed: int


@dataclass(frozen=True, slots=True)
class Described:
    """A value of which only a description is left."""

    what: str


class Room:
    """How many bytes of JSON are left for the values of one verdict."""

    def __init__(self, left: int) -> None:
        self.left = left

    def take(self, data: Any) -> Any:
        """Return the data, or a sign that it was cut where it does not fit."""
        cost = cost_of(data)
        if cost > self.left:
            self.left = 0
            return CUT
        self.left -= cost
        return data


def cost_of(data: Any) -> int:
    """Return how many bytes data takes as JSON, the comma behind it included."""
    return len(json.dumps(data)) + 2


def text(said: str, limit: int = MAX_TEXT, *, keep_end: bool = False) -> str:
    """Return a text that is harmless and takes no more bytes of JSON than the limit."""
    # No character takes less than a byte: what is beyond need not be looked at.
    said = said[-limit:] if keep_end else said[: limit + 1]
    return shortened(clean(said), limit, cost_of, keep_end=keep_end)


def plain(value: Any, room: Room, depth: int = 0) -> Any:
    """Return a value as JSON that needs no explanation."""
    if isinstance(value, np.ndarray):
        return room.take(_plain_array(value))
    if isinstance(value, (Mapping, list, tuple)):
        if depth >= MAX_DEPTH:
            return room.take(CUT)
        parts = _parts(value, room)
        if isinstance(value, Mapping):
            return {key: plain(part, room, depth + 1) for key, part in parts}
        return [plain(part, room, depth + 1) for _, part in parts]
    return room.take(_scalar(value, say))


def kept(value: Any, room: Room, depth: int = 0) -> Any:
    """Return a value as JSON that `restored` reads."""
    if isinstance(value, (np.ndarray, np.generic)):
        if value.size > MAX_KEPT_CELLS or value.dtype.kind not in NUMERIC:
            return room.take({"what": say(value)})
        cells = np.asarray(value).reshape(-1).tolist()
        data = [_cell(cell) for cell in cells]
        dtype, shape = str(value.dtype), list(value.shape)
        return room.take({"dtype": dtype, "shape": shape, "data": data})
    if isinstance(value, (Mapping, list, tuple)):
        if depth >= MAX_DEPTH:
            return room.take({"what": CUT})
        parts = _parts(value, room)
        if isinstance(value, Mapping):
            return {"dict": [[key, kept(part, room, depth + 1)] for key, part in parts]}
        name = "list" if isinstance(value, list) else "tuple"
        return {name: [kept(part, room, depth + 1) for _, part in parts]}
    if isinstance(value, float) and not math.isfinite(value):
        return room.take({"float": str(value)})
    if hasattr(value, "seed") and not hasattr(value, "what"):
        return room.take({"seed": int(value.seed)})
    return room.take(_scalar(value, lambda v: {"what": text(stands_for(v) or say(v))}))


def restored(data: Any) -> Any:
    """Return the value that was kept; nested lists of numbers are arrays too."""
    if isinstance(data, list):
        return _from_lists(data)
    if not isinstance(data, Mapping):
        return data
    if set(data) == {"dtype", "shape", "data"}:
        return _restored_array(data)
    for name, build in (("list", list), ("tuple", tuple)):
        if name in data:
            return build(restored(part) for part in data[name])
    if "dict" in data:
        return {key: restored(part) for key, part in data["dict"]}
    if "float" in data:
        return float(data["float"])
    return Seeded(data["seed"]) if "seed" in data else Described(data.get("what", CUT))


def _restored_array(data: Mapping[str, Any]) -> Any:
    dtype = np.dtype(data["dtype"])
    if dtype.kind not in NUMERIC:
        raise ValueError(f"an array of dtype {dtype} is never kept")
    cells = np.array([_number(cell) for cell in data["data"]], dtype)
    array = cells.reshape(data["shape"])
    return array if array.ndim else array[()]


def _from_lists(data: Sequence[Any]) -> Any:
    """Read the plain form of an array, or of a sequence."""
    try:
        return np.array(data, np.float64)
    except (TypeError, ValueError):
        return [restored(part) for part in data]


def _number(cell: Any) -> Any:
    return float(cell) if isinstance(cell, str) else cell


def _parts(value: Any, room: Room) -> Any:
    """Yield the parts of a container while there is room, and a sign where it is cut."""
    pairs = value.items() if isinstance(value, Mapping) else enumerate(value)
    for count, (key, part) in enumerate(pairs):
        name = text(str(key), 100)
        room.take(name)
        if count == MAX_PARTS or not room.left:
            yield CUT, CUT
            return
        yield name, part


def _scalar(value: Any, describe: Any) -> Any:
    """Return what JSON has a type for; the rest as described."""
    if isinstance(value, np.generic):
        return _cell(value.item())
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, (int, float)):
        return _cell(value)
    return text(value) if isinstance(value, str) else describe(value)


def _cell(value: Any) -> Any:
    """Return one number; what JSON has no number for becomes a text."""
    if isinstance(value, (bool, int)):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    return text(str(value), 40)


def _plain_array(array: np.ndarray) -> Any:
    if array.size <= MAX_CELLS:
        return _nested(array.tolist())
    first = [_cell(v) for v in array.reshape(-1)[:FIRST].tolist()]
    shape, dtype = list(array.shape), str(array.dtype)
    return {"shape": shape, "dtype": dtype, "first": first}


def _nested(value: Any) -> Any:
    if isinstance(value, list):
        return [_nested(part) for part in value]
    return _cell(value)
