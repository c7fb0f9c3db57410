"""What is wrong with a result is found and said, part by part, in the order that teaches."""

from __future__ import annotations

import numpy as np
import pytest

from cnnquiz.curriculum import catalog
from cnnquiz.grading import wire
from cnnquiz.grading.compare import Expectation, at_least, build, mismatch, widen
from cnnquiz.values import Rng

A = np.array([[1.0, 2.0], [3.0, 4.0]])
ONE = np.float64(1)


def expect(value, tolerance=0.01, dtype=None, parts=(), *, free=False):
    """Say what is right."""
    return Expectation(value, tolerance, dtype, parts, free)


@pytest.mark.parametrize(
    ("got", "expected", "check", "said"),
    [
        (None, A, "type", "the result is None (is a return missing?)"),
        ([1, 2], A, "type", "the result is a list; the statement asks for a NumPy array"),
        (wire.Unsupported("a set"), A, "type", "the result is a set; the statement asks"),
        (A[0], A, "shape", "the result has shape (2,), should have (2, 2)"),
        (A + 1, A, "agrees_with_reference", "at [0, 0] it is 2 and should be 1 (4 of 4"),
        (A + 1e-3, A, None, ""),
        (A * np.nan, A, "agrees_with_reference", "is nan and should be 1"),
        (A * np.inf, A * np.inf, None, ""),
        (np.nan * A, np.nan * A, None, ""),
        (A[0] + 1e9, A[0], "agrees_with_reference", "is 1e+09 and should be 1"),
        (A[0] - 1234567.8, A[0], "agrees_with_reference", "is -1.235e+06 and"),
        (1.0, 2.0, "agrees_with_reference", "the result is 1 and should be 2"),
        (True, 2.0, "type", "the result is a bool; the statement asks for a number"),
        ("2", 2.0, "type", "the result is a str; the statement asks for a number"),
        (np.array(2.0), 2.0, None, ""),
        (2.0, 2, "type", "the result is a float; the statement asks for an int"),
        (True, 2, "type", "the statement asks for an int"),
        (np.array(2), 2, None, ""),
        (np.int32(3), 2, "agrees_with_reference", "the result is 3 and should be 2"),
        (1, True, "type", "the result is an int; the statement asks for True or False"),
        (np.array(False), np.True_, "agrees_with_reference", "is 0 and should be 1"),
        (False, True, "agrees_with_reference", "the result is False and should be True"),
        ("b", "a", "agrees_with_reference", "the result is 'b' and should be 'a'"),
        (3, None, "type", "the result is an int; the statement asks for None"),
        (None, None, None, ""),
    ],
)  # fmt: skip
def test_one_result(got, expected, check, said) -> None:
    """Its type, its shape, its values; small differences are rounding."""
    found = mismatch(got, expect(expected))
    assert (found and found.check) == check
    if found:
        assert said in found.message


@pytest.mark.parametrize(
    ("got", "check", "said", "part"),
    [
        (A, "type", "the result is an array of shape (2, 2); the statement asks for 2", ""),
        ((A,), "type", "the result has 1 value and should have 2", ""),
        ((A, None), "type", "dw is None", "dw"),
        ([A, ONE], None, "", ""),
        ((A + 9, ONE + 9), "agrees_with_reference", "dx[0, 0] is 10 and should be 1", "dx"),
        ((A[0], ONE), "shape", "dx has shape (2,)", "dx"),
        ((A + 9, None), "type", "dw is None", "dw"),
    ],
)  # fmt: skip
def test_several_results(got, check, said, part) -> None:
    """A wrong type is said before a wrong value, whichever part it is in."""
    found = mismatch(got, expect((A, ONE), (0.01, 0.01), parts=("dx", "dw")))
    assert (found and found.check) == check
    if found:
        assert said in found.message
        assert found.part == part


def test_parts_without_names_are_numbered() -> None:
    """As one would index the result, also where they are nested."""
    found = mismatch([A, [A, A + 1]], expect([A, [A, A]]))
    assert found.message.startswith("[1][1][0, 0] is 2")
    found = mismatch(3, expect([A, A]))
    assert found.message == "the result is an int; the statement asks for 2 values"


@pytest.mark.parametrize(
    ("got", "check", "said"),
    [
        (A, "type", "the statement asks for a dict"),
        ({"a": A}, "type", "the result lacks b"),
        ({"a": A, "b": A, "c": A}, "type", "the result has c too"),
        ({"a": A, "c": A, "d": A}, "type", "the result lacks b and has c, d too"),
        ({"b": A, "a": A + 1}, "agrees_with_reference", "a[0, 0] is 2"),
        ({"b": A, "a": A}, None, ""),
    ],
)
def test_a_dict(got, check, said) -> None:
    """Which names are missing, which are too many; their order does not matter."""
    found = mismatch(got, expect({"a": A, "b": A}, {"a": 0.01, "b": 0.01}))
    assert (found and found.check) == check
    if found:
        assert said in found.message


def test_a_dict_in_a_list_is_said_with_its_place() -> None:
    """One tolerance may stand for all of it."""
    found = mismatch([{"w": A + 1}], expect([{"w": A}]))
    assert found.message.startswith("[0].w[0, 0] is 2")


def test_only_arrays_of_floats_must_have_a_dtype() -> None:
    """And a wrong value is said after it."""
    single = A.astype(np.float32)
    found = mismatch(single + 1, expect(A, dtype="float64"))
    assert found.check == "dtype"
    assert found.message == "the result is float32 and should be float64"
    whole = np.array([1, 2])
    assert mismatch(whole.astype(np.int32), expect(whole, dtype="float64")) is None
    assert mismatch(np.float32(1), expect(1.0, dtype="float64")) is None


def test_where_values_are_free_type_shape_and_dtype_still_count() -> None:
    """Randomness decides the values: laws judge those."""
    assert mismatch(A + 1, expect(A, free=True)) is None
    assert mismatch("b", expect("a", free=True)) is None
    assert mismatch(A[0], expect(A, free=True)).check == "shape"


@pytest.mark.parametrize(
    ("tolerance", "value", "widened"),
    [
        (0.5, np.array([2.0, -3.0]), 0.5),
        (0.0, np.array([2.0, -1e5, np.inf, np.nan]), 1.0),
        (0.0, np.array([]), 0.0),
        ((0.5, 0.0), (1.0, 1e5), [0.5, 1.0]),
        (0.5, [1.0, 1e6], [0.5, 10.0]),
        ({"a": 0.5}, {"a": 1.0, "b": 1e6}, {"a": 0.5, "b": 10.0}),
        ((0.5,), [1.0, 1e6], [0.5, 10.0]),
        (0.5, None, 0.0),
        (0.5, "words", 0.0),
        (None, 1e5, 1.0),
    ],
)
def test_a_tolerance_covers_single_precision_of_the_value(tolerance, value, widened):
    """Wrong ideas give large numbers; each part is widened by its own."""
    assert at_least(tolerance, value) == widened


def test_arguments_are_widened_wherever_they_stand() -> None:
    """Floats to float64; everything else stays as it is."""
    single = np.ones(2, np.float32)
    whole = np.ones(2, np.int32)
    wide = widen({"a": [single, (whole, 3)]})
    assert wide["a"][0].dtype == np.float64
    assert wide["a"][1][0] is whole
    assert type(wide["a"][1]) is tuple


def test_what_a_function_receives_is_a_copy() -> None:
    """And a seed is a generator."""
    given = {"x": A, "rng": Rng(3)}
    built = build(given)
    assert built["rng"].random() == np.random.default_rng(3).random()
    built["x"][:] = 0
    assert A[0, 0] == 1.0


@pytest.mark.parametrize(
    ("slug", "arguments", "dtype"),
    [
        ("relu", {"x": np.ones(2, np.float32)}, "float32"),
        ("relu", {"x": np.ones(2)}, "float64"),
        ("relu", {"x": np.ones(2, int)}, None),
    ],
)
def test_results_have_the_dtype_of_the_arguments(slug, arguments, dtype) -> None:
    """Whole numbers ask for none: any dtype that holds the result will do."""
    exercise = catalog.find(slug).load()
    assert Expectation.of(exercise, arguments).dtype == dtype
