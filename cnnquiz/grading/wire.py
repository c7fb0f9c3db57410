"""What the referee and the player say to each other: frames, never pickle.

A frame is ``magic, header length, body length``, a JSON header, and the raw bytes of
the arrays that the header describes. Whatever the player sends is data from a
stranger: it is bounded in size and checked field by field, and anything malformed
raises `ProtocolError`.

This module runs in the player too: standard library and NumPy only.
"""

from __future__ import annotations

import functools
import json
import math
import struct
from dataclasses import dataclass
from typing import Any

import numpy as np

from cnnquiz.values import Rng

MAGIC = b"CNQ1"
HEAD = struct.Struct("<4sIQ")
MAX_HEADER = 1 << 20
MAX_BODY = 64 << 20
MAX_DEPTH = 12
MAX_NODES = 20_000
MAX_TEXT = 20_000
DTYPES = frozenset(
    [
        "bool",
        "int8",
        "int16",
        "int32",
        "int64",
        "uint8",
        "uint16",
        "uint32",
        "uint64",
        "float16",
        "float32",
        "float64",
    ]
)


class ProtocolError(Exception):
    """What arrived is not a frame."""


@dataclass(frozen=True, slots=True)
class Unsupported:
    """A returned value that no check can look into, described in words."""

    what: str


class _Encoder:
    """Turns a value into a JSON tree and the arrays that it refers to."""

    def __init__(self) -> None:
        self.arrays: list[np.ndarray] = []
        self.nodes = 0
        self.bytes = 0

    def tree(self, value: Any, depth: int = 0) -> Any:
        self.nodes += 1
        if depth > MAX_DEPTH or self.nodes > MAX_NODES:
            return {"unsupported": "a value nested too deeply or with too many parts"}
        kind = type(value)
        if value is None or kind is bool:
            return value
        if kind is str:
            return value[:MAX_TEXT]
        if kind is int:
            if abs(value) < 1 << 63:
                return value
            return {"unsupported": "an int of more than 64 bits"}
        if kind is float:
            return value if math.isfinite(value) else {"float": repr(value)}
        if kind is np.ndarray:
            return self._array("array", value)
        if isinstance(value, np.generic):
            return self._array("scalar", np.asarray(value))
        if kind is tuple or kind is list:
            return {kind.__name__: [self.tree(v, depth + 1) for v in value]}
        if kind is dict and all(type(k) is str for k in value):
            pairs = [[k[:MAX_TEXT], self.tree(v, depth + 1)] for k, v in value.items()]
            return {"dict": pairs}
        if kind is Rng:
            return {"rng": value.seed}
        if isinstance(value, tuple):  # a namedtuple is a tuple with names
            return {"tuple": [self.tree(v, depth + 1) for v in tuple(value)]}
        return {"unsupported": describe(value)}

    def _array(self, tag: str, array: np.ndarray) -> Any:
        if _name(array.dtype) not in DTYPES:
            return {"unsupported": f"an array of dtype {array.dtype!s}"[:MAX_TEXT]}
        self.bytes += array.size * array.dtype.itemsize
        if self.bytes > MAX_BODY:
            return {"unsupported": f"an array of shape {array.shape}, which is too big"}
        self.arrays.append(array)
        return {tag: len(self.arrays) - 1}


@functools.lru_cache(64)
def _name(dtype: np.dtype[Any]) -> str:
    return dtype.name  # NumPy puts it together anew each time


def describe(value: Any) -> str:
    """Say in words what a value is: 'an instance of numpy.matrix'."""
    kind = type(value)
    module = getattr(kind, "__module__", "")
    prefix = "" if module in {"builtins", "__main__"} else f"{module}."
    return f"an instance of {prefix}{kind.__name__}"[:200]


def pack(header: dict[str, Any], value: Any = None, raw: bytes = b"") -> bytes:
    """Make a frame of a header, one value, and raw bytes behind its arrays."""
    encoder = _Encoder()
    tree = encoder.tree(value)
    metas, parts = [], []
    for array in encoder.arrays:
        native = array.astype(array.dtype.newbyteorder("="), copy=False)
        metas.append([_name(native.dtype), list(native.shape), _layout(native)])
        parts.append(native.tobytes())
    parts.append(raw)
    body = b"".join(parts)
    head = json.dumps({**header, "value": tree, "arrays": metas}).encode()
    return HEAD.pack(MAGIC, len(head), len(body)) + head + body


def _layout(array: np.ndarray) -> list[Any] | None:
    """Strides, offset and extent of an array that is not plain C order."""
    plain = array.flags.c_contiguous
    if plain and array.flags.writeable:
        return None
    low, high = np.lib.array_utils.byte_bounds(array)
    offset = array.__array_interface__["data"][0] - low
    strides = list(array.strides)
    return [strides, offset, high - low, array.flags.writeable]


def check_head(raw: bytes) -> tuple[int, int]:
    """Return the lengths of header and body, or raise."""
    magic, header, body = HEAD.unpack(raw)
    if magic != MAGIC:
        raise ProtocolError("not a frame")
    if header > MAX_HEADER or body > MAX_BODY + MAX_HEADER:
        raise ProtocolError(f"a frame too large ({header} and {body} bytes)")
    return header, body


def unpack(
    head: bytes, body: bytes, *, trusted: bool = False
) -> tuple[dict[str, Any], Any, bytes]:
    """Return a frame's header, its value, and the raw bytes behind its arrays.

    Only the player trusts: it rebuilds the memory layout that the referee names.
    """
    try:
        header = json.loads(head)
    except (ValueError, RecursionError) as error:
        raise ProtocolError(f"header: {type(error).__name__}") from None
    if not isinstance(header, dict):
        raise ProtocolError("header is not an object")
    metas = header.pop("arrays", None)
    if not isinstance(metas, list) or len(metas) > MAX_NODES:
        raise ProtocolError("arrays is not a list")
    arrays, offset = [], 0
    for meta in metas:
        array, offset = _read_array(meta, body, offset, trusted=trusted)
        arrays.append(array)
    decoder = _Decoder(arrays)
    return header, decoder.value(header.pop("value", None)), body[offset:]


def _read_array(
    meta: Any, body: bytes, offset: int, *, trusted: bool
) -> tuple[np.ndarray, int]:
    if not (isinstance(meta, list) and len(meta) == 3):
        raise ProtocolError("array description")
    name, shape, layout = meta
    if not (isinstance(name, str) and name in DTYPES):
        raise ProtocolError("array dtype")
    if not (isinstance(shape, list) and len(shape) <= 32):
        raise ProtocolError("array shape")
    dtype = np.dtype(name)
    size = dtype.itemsize
    for length in shape:
        if type(length) is not int or not 0 <= length <= 1 << 40:
            raise ProtocolError("array shape")
        size *= length  # Python ints do not overflow
    if offset + size > len(body):
        raise ProtocolError("array overruns the body")
    try:
        flat = np.frombuffer(body, dtype, size // dtype.itemsize, offset)
        array = flat.reshape(shape).copy()
    except (ValueError, MemoryError) as error:  # (0, 2**40, 2**40) holds nothing
        raise ProtocolError(f"array: {error}") from None
    if trusted and layout is not None:
        array = _rebuild(array, *layout)
    return array, offset + size


def _rebuild(
    array: np.ndarray, strides: list[int], offset: int, extent: int, writeable: bool
) -> np.ndarray:
    """Lay the array out in memory as the referee's was."""
    memory = np.zeros(extent, np.uint8)
    laid = np.ndarray(array.shape, array.dtype, memory.data, offset, strides)
    laid[...] = array
    laid.flags.writeable = writeable
    return laid


class _Decoder:
    """Turns a JSON tree back into a value."""

    def __init__(self, arrays: list[np.ndarray]) -> None:
        self.arrays = arrays
        self.nodes = 0

    def value(self, tree: Any, depth: int = 0) -> Any:
        self.nodes += 1
        if depth > MAX_DEPTH + 1 or self.nodes > MAX_NODES + 1:
            raise ProtocolError("value nested too deeply")
        if type(tree) is int and abs(tree) >= 1 << 63:
            raise ProtocolError("an int of more than 64 bits")
        if tree is None or isinstance(tree, (bool, int, float, str)):
            return tree
        if not (isinstance(tree, dict) and len(tree) == 1):
            raise ProtocolError("value")
        ((tag, inner),) = tree.items()
        if tag in {"array", "scalar"}:
            return self._array(tag, inner)
        if tag in {"tuple", "list"} and isinstance(inner, list):
            items = [self.value(item, depth + 1) for item in inner]
            return tuple(items) if tag == "tuple" else items
        if tag == "dict" and isinstance(inner, list):
            return self._dict(inner, depth)
        if (
            tag == "float"
            and isinstance(inner, str)
            and inner in {"nan", "inf", "-inf"}
        ):
            return float(inner)
        if tag == "rng" and type(inner) is int:
            return Rng(inner)
        if tag == "unsupported" and isinstance(inner, str):
            return Unsupported(inner[:MAX_TEXT])
        raise ProtocolError("value")

    def _array(self, tag: str, index: Any) -> Any:
        if type(index) is not int or not 0 <= index < len(self.arrays):
            raise ProtocolError("array index")
        array = self.arrays[index]
        if tag == "array":
            return array
        if array.shape:
            raise ProtocolError("a scalar with a shape")
        return array[()]

    def _dict(self, pairs: list[Any], depth: int) -> dict[str, Any]:
        result = {}
        for pair in pairs:
            if not (
                isinstance(pair, list) and len(pair) == 2 and isinstance(pair[0], str)
            ):
                raise ProtocolError("dict")
            result[pair[0]] = self.value(pair[1], depth + 1)
        return result


def snapshot(value: Any) -> bytes:
    """Return bytes that change whenever the value does; its layout does not count."""
    encoder = _Encoder()
    tree = encoder.tree(value)
    parts = [repr(tree).encode("utf-8", "surrogatepass")]
    for array in encoder.arrays:
        parts += [repr((_name(array.dtype), array.shape)).encode(), array.tobytes()]
    return b"\0".join(parts)


def copy(value: Any) -> Any:
    """Return the value as the player would receive it."""
    frame = pack({}, value)
    head, _ = check_head(frame[: HEAD.size])
    split = HEAD.size + head
    return unpack(frame[HEAD.size : split], frame[split:], trusted=True)[1]
