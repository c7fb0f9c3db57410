"""Frames: what goes in comes out, and nothing that arrives can do harm."""

from __future__ import annotations

import json
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cnnquiz.grading import wire

ARRAYS = [
    np.arange(6.0).reshape(2, 3),
    np.zeros((0, 4), np.float32),
    np.array(3, np.int64),
    np.array([True, False]),
    np.arange(12, dtype=np.uint8).reshape(3, 4).T,
    np.arange(24.0)[::2],
    np.arange(6.0)[::-1],
    np.asfortranarray(np.arange(6.0).reshape(2, 3)),
]


@pytest.mark.parametrize("array", ARRAYS, ids=lambda a: f"{a.dtype}{a.shape}")
def test_arrays_arrive_with_their_values_and_their_layout(array: np.ndarray) -> None:
    """A player sees the memory layout that the referee drew."""
    got = wire.copy(array)
    assert got.dtype == array.dtype
    assert got.strides == array.strides or array.size <= 1
    np.testing.assert_array_equal(got, array)
    got[...] = 0  # and it is the player's own
    assert array.sum() == ARRAYS[[a is array for a in ARRAYS].index(True)].sum()


def test_a_read_only_array_arrives_read_only() -> None:
    """Writability is part of a case."""
    array = np.arange(3.0)
    array.flags.writeable = False
    assert not wire.copy(array).flags.writeable


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        -5,
        1.5,
        float("inf"),
        "text",
        (1, [2.0, None], {"w": (3,)}),
        {"a": {"b": [True]}},
        wire.Rng(7),
    ],
)
def test_plain_values_arrive_as_they_were(value: object) -> None:
    """Tuples stay tuples and lists lists."""
    assert wire.copy(value) == value
    assert type(wire.copy(value)) is type(value)


def test_numpy_scalars_stay_scalars() -> None:
    """A float32 scalar is neither a float nor an array."""
    got = wire.copy(np.float32(0.1))
    assert isinstance(got, np.float32)
    assert got == np.float32(0.1)


class Pair(NamedTuple):
    """A tuple with names."""

    first: object
    second: object


class _Liar(np.ndarray):
    """Claims to equal everything."""

    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = None


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (np.zeros(2).view(_Liar), "_Liar"),
        (np.array([object()], dtype=object), "dtype object"),
        (np.ma.array([1.0]), "MaskedArray"),
        (np.zeros(2, np.complex128), "complex128"),
        (1j, "complex"),
        (object(), "object"),
        (10**30, "64 bits"),
        (np.broadcast_to(np.float64(1), (10**6, 10**6)), "too big"),
        ({1: 2}, "dict"),
    ],
)
def test_what_no_check_can_look_into_is_described(value: object, said: str) -> None:
    """Subclasses, object arrays and giants travel as words, never as data."""
    got = wire.copy(value)
    assert isinstance(got, wire.Unsupported)
    assert said in got.what


def test_a_list_without_end_is_described() -> None:
    """A value that holds itself does not hang the player."""
    loop: list[object] = []
    loop.append(loop)
    assert "nested too deeply" in repr(wire.copy(loop))


def decode(data: bytes) -> None:
    """Take a frame apart as the referee does."""
    head, body = wire.check_head(data[: wire.HEAD.size])
    split = wire.HEAD.size + head
    wire.unpack(data[wire.HEAD.size : split], data[split : split + body])


def _decoder_answers_or_refuses(data: bytes) -> None:
    if len(data) < wire.HEAD.size:
        return
    try:
        decode(data)
    except wire.ProtocolError:
        pass


FRAME = wire.pack(
    {"id": 1, "ok": True}, (np.arange(4.0), {"w": np.float32(2)}, [1, None, "x"])
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["array", "scalar", "tuple", "dict", "float", "rng", "x"]),
            inner,
            max_size=2,
        )
    ),
    max_leaves=12,
)


@st.composite
def damaged_frames(draw: st.DrawFn) -> bytes:
    """Draw a good frame with some bytes changed, cut off or put in."""
    data = bytearray(FRAME)
    for _ in range(draw(st.integers(1, 4))):
        place = draw(st.integers(0, len(data) - 1))
        change = draw(st.sampled_from(["set", "cut", "insert"]))
        if change == "set":
            data[place] = draw(st.integers(0, 255))
        elif change == "cut" and len(data) > 20:
            del data[max(place, 20) :]
        else:
            data[place:place] = draw(st.binary(max_size=6))
    return bytes(data)


@st.composite
def forged_frames(draw: st.DrawFn) -> bytes:
    """Draw a frame with a well-formed head and a header of the attacker's choice."""
    metas = draw(
        JSON
        | st.lists(
            st.tuples(
                st.sampled_from(["float64", "object", "bool", "O", 3]),
                st.lists(st.integers(-2, 1 << 41), max_size=4),
                st.none() | JSON,
            ),
            max_size=3,
        )
    )
    header = {"id": draw(JSON), "value": draw(JSON), "arrays": metas}
    head, body = json.dumps(header).encode(), draw(st.binary(max_size=64))
    return wire.HEAD.pack(wire.MAGIC, len(head), len(body)) + head + body


def _fuzz(count: int) -> None:
    strategy = st.binary(max_size=200) | damaged_frames() | forged_frames()

    @settings(max_examples=count, derandomize=True, database=None, deadline=None)
    @given(strategy)
    def decoder_takes_any_bytes(data: bytes) -> None:
        _decoder_answers_or_refuses(data)

    decoder_takes_any_bytes()


def test_the_decoder_answers_or_refuses_any_bytes() -> None:
    """Whatever arrives ends as a value or as a ProtocolError, and nothing else."""
    _fuzz(600)


@pytest.mark.exhaustive
def test_the_decoder_answers_or_refuses_ten_thousand_frames() -> None:
    """The same, ten thousand times."""
    _fuzz(10_000)


@pytest.mark.parametrize(
    "header",
    [
        b"[" * 60_000,
        b'{"arrays": [["float64", [0, 1099511627776, 1099511627776], null]], "value": null}',
        b'{"arrays": [], "value": {"array": 0}}',
        b'{"arrays": [["object", [1], null]], "value": {"array": 0}}',
        b'{"arrays": [["float64", [-1], null]], "value": {"array": 0}}',
        b'{"arrays": [], "value": 1' + b"0" * 5_000 + b"}",
    ],
    ids=["nesting", "empty giant", "no such array", "pickle", "negative", "long int"],
)
def test_bombs_are_refused(header: bytes) -> None:
    """Known attacks on decoders end as a ProtocolError."""
    frame = wire.HEAD.pack(wire.MAGIC, len(header), 8) + header + bytes(8)
    with pytest.raises(wire.ProtocolError):
        decode(frame)


def test_a_frame_that_claims_to_be_huge_is_refused_before_it_is_read() -> None:
    """The length alone is enough to refuse it."""
    with pytest.raises(wire.ProtocolError, match="too large"):
        wire.check_head(wire.HEAD.pack(wire.MAGIC, 100, 1 << 62))


def test_a_namedtuple_arrives_as_a_tuple() -> None:
    """Its names are not needed to judge it."""
    got = wire.copy(Pair(1, [2.0]))
    assert got == (1, [2.0])
    assert type(got) is tuple


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ([], "header is not an object"),
        ({}, "arrays is not a list"),
        ({"arrays": [["float64", [1]]]}, "array description"),
        ({"arrays": [["float99", [1], None]]}, "array dtype"),
        ({"arrays": [["float64", 1, None]]}, "array shape"),
        ({"arrays": [["float64", [-1], None]]}, "array shape"),
        ({"arrays": [["float64", [2], None]]}, "array overruns the body"),
        ({"arrays": [["float64", [0, 1 << 40, 1 << 40], None]]}, "array: "),
        ({"arrays": [], "value": [1]}, "value"),
        ({"arrays": [], "value": {"what": 1}}, "value"),
        ({"arrays": [], "value": {"float": "1.0"}}, "value"),
        ({"arrays": [], "value": {"array": 0}}, "array index"),
        ({"arrays": [["float64", [1], None]], "value": {"scalar": 0}}, "a scalar with"),
        ({"arrays": [], "value": {"dict": [[1, 2]]}}, "dict"),
        ({"arrays": [], "value": 1 << 63}, "an int of more than 64 bits"),
    ],
)
def test_what_no_player_of_ours_would_send_is_refused(header, said: str) -> None:
    """Each with what is wrong about it."""
    with pytest.raises(wire.ProtocolError, match=said):
        wire.unpack(json.dumps(header).encode(), bytes(8))


def test_a_value_nested_too_deeply_is_refused() -> None:
    """Nothing recurses further than what may be packed."""
    tree: object = None
    for _ in range(wire.MAX_DEPTH + 2):
        tree = {"list": [tree]}
    with pytest.raises(wire.ProtocolError, match="nested too deeply"):
        wire.unpack(json.dumps({"arrays": [], "value": tree}).encode(), b"")
